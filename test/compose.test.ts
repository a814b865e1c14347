import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EnvironmentShape, environmentShape, parseServices, readEnvironment } from '@storegraph/kit';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeFile, environmentOf, interpolate, readRoot } from './compose.environment.ts';

const { subgraphs } = parse(readRoot('supergraph.yaml')) as { subgraphs: Record<string, { routing_url: string }> };
const names = Object.keys(subgraphs);
const { makeEnvironment } = (await import(new URL('../local/containers/make-env.mjs', import.meta.url).href)) as {
  makeEnvironment(): Record<string, string>;
};
const variables = makeEnvironment();

const shapeOf = async (name: string): Promise<EnvironmentShape> => {
  if (name === 'gateway') return (await import('../gateway/src/gateway.env.ts')).gatewayEnvironment;
  if (name === 'storefront') return (await import('../storefront/src/storefront.env.ts')).storefrontEnvironment;
  const definitions = await import(`../subgraphs/${name}/src/subgraph.ts`);
  return environmentShape(definitions[name]);
};

test('the file is one of the compose specification', () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats.default(ajv, ['uri']);
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/); // compose writes durations as Go does
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
  // Their draft's "id" and "$schema" are spelt as ajv does not know them.
  const schema = JSON.parse(readRoot('test/compose-spec.json'), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  const valid = ajv.compile({ ...schema, $schema: 'https://json-schema.org/draft/2019-09/schema' });
  valid(composeFile);
  expect(valid.errors).toBeNull();
  expect(valid({ services: { gateway: { images: 'x' } } })).toBe(false); // the schema does refuse
});

test('every service of the supergraph is in it, and what they need beside them', () => {
  expect(Object.keys(composeFile.services).sort()).toEqual(
    [...names, 'gateway', 'google', 'mail', 'postgres', 'storefront', 'stripe'].sort(),
  );
  for (const [name, { build, image }] of Object.entries(composeFile.services)) {
    if (name === 'postgres') expect(image).toBe('postgres:18');
    else expect(build).toEqual({ context: '.', args: { SERVICE: name } });
  }
});

test.each(['gateway', 'storefront', ...names])(
  'every variable of %s is one that it reads, and none is missing',
  async (name) => {
    const shape = await shapeOf(name);
    const environment = environmentOf(name, variables);
    expect(Object.keys(environment).filter((variable) => !(variable in shape))).toEqual([]);
    expect(() => readEnvironment(shape, environment)).not.toThrow();
  },
);

/** Files and names of the containers: nobody else's to set. */
const OURS = [
  'USERS_JWKS_URL',
  'SUPERGRAPH',
  'TRUSTED_DOCUMENTS',
  'PASS_THROUGH',
  'CHANGE_EVENTS',
  'AUTHORITY_CHANGES',
];

const ownVariablesOf = async (name: string): Promise<object> => {
  if (name === 'gateway') return (await import('../gateway/src/gateway.env.ts')).ownEnvironment;
  return (await import(`../subgraphs/${name}/src/subgraph.ts`))[name].env ?? {};
};

test.each(['gateway', ...names])('what a user sets for %s reaches it', async (name) => {
  const settings = Object.keys(await ownVariablesOf(name)).filter((variable) => !OURS.includes(variable));
  const given = { ...variables, ...Object.fromEntries(settings.map((variable) => [variable, 'given'])) };
  const environment = environmentOf(name, given);
  expect(settings.filter((variable) => !environment[variable]?.includes('given'))).toEqual([]);
});

test('the gateway takes the address of a shopper from the storefront, and from nobody outside', () => {
  const { networks, services } = composeFile;
  const graph = networks.graph as { internal: boolean; ipam: { config: [{ subnet: string }] } };
  const subnet = interpolate(graph.ipam.config[0].subnet, {});
  const trusted = environmentOf('gateway', { ...variables, TRUSTED_PROXIES: '192.0.2.1' }).TRUSTED_PROXIES;
  expect([graph.internal, trusted]).toEqual([true, `${subnet},192.0.2.1`]);
  expect(services.storefront!.networks).toContain('graph');
});

test.each([
  ['stripe', ['NODE_ENV', 'HOST', 'PORT', 'STRIPE_WEBHOOK_URL', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_DATA_DIRECTORY']],
  ['mail', ['NODE_ENV', 'HOST', 'PORT', 'SMTP_PORT', 'MAIL_DIRECTORY']],
  ['google', ['NODE_ENV', 'HOST', 'PORT', 'GOOGLE_PUBLIC_URL', 'GOOGLE_REDIRECT_URLS']],
])('the local %s gets its variables', (name, expected) => {
  expect(Object.keys(environmentOf(name, variables)).sort()).toEqual([...expected].sort());
});

test('every address in it is a service that listens there', () => {
  const portsOf = (name: string) => [environmentOf(name, variables).PORT, environmentOf(name, variables).SMTP_PORT];
  const listeners = Object.keys(composeFile.services).flatMap((name) =>
    portsOf(name)
      .filter(Boolean)
      .map((port) => `${name}:${port}`),
  );
  const known = new Set([
    ...listeners,
    'postgres:5432',
    'localhost:4000',
    'localhost:4100',
    'localhost:4010',
    'localhost:4012',
  ]);
  for (const name of Object.keys(composeFile.services)) {
    const values = Object.values(environmentOf(name, variables)).filter((value) => value.includes('://'));
    const urls = values.flatMap((value) =>
      value.includes('=http') ? [...parseServices(value).values()].flat() : [value],
    );
    for (const url of urls) expect(known).toContain(new URL(url).host);
  }
  const { services } = { services: parseServices(environmentOf('gateway', variables).SERVICES!) };
  for (const [name, { routing_url }] of Object.entries(subgraphs)) {
    expect(services.get(name)).toEqual([`http://${name}:${new URL(routing_url).port}`]);
  }
});

test('every domain has a database, a role and a password of its own', () => {
  const passwords = names.map((name) => {
    const { username, password, pathname } = new URL(environmentOf(name, variables).DATABASE_URL!);
    expect([username, pathname]).toEqual([name, `/${name}`]);
    expect(environmentOf('postgres', variables)[`${name.toUpperCase()}_DATABASE_PASSWORD`]).toBe(password);
    return password;
  });
  expect(new Set(passwords).size).toBe(names.length);
});

test('the init script gives no password to a command line', () => {
  const commands = readRoot('local/containers/init.sh').match(/^ *psql .*$/gm)!;
  expect(commands).toHaveLength(2);
  for (const command of commands) expect(command).not.toMatch(/password/i);
});

test('the init script lets a role into its own database only', async () => {
  const statements = /<<'SQL'\n\\getenv password :variable\n([\s\S]*?)\nSQL$/m.exec(
    readRoot('local/containers/init.sh'),
  )![1]!;
  const url = (changes: object) => Object.assign(new URL(process.env.TEST_POSTGRES_URL!), changes).href;
  const domains = ['a', 'b'].map((letter) => `compose_${letter}_${randomBytes(6).toString('hex')}`);
  const password = "it's; secret";
  const admin = postgres(url({}), { max: 1, onnotice: () => {} });
  const as = async (role: string, database: string, statement: string) => {
    const address = { username: role, password: encodeURIComponent(password), pathname: `/${database}` };
    const client = postgres(url(address), { max: 1 });
    try {
      return await client.unsafe(statement);
    } finally {
      await client.end({ timeout: 1 });
    }
  };
  try {
    for (const domain of domains) {
      const bound = statements
        .replaceAll(':"domain"', `"${domain}"`)
        .replaceAll(":'password'", `'${password.replaceAll("'", "''")}'`);
      for (const statement of bound.split(/(?<=;)\n/)) await admin.unsafe(statement); // CREATE DATABASE stands alone
    }
    const [own, other] = domains as [string, string];
    expect(await as(own, own, 'CREATE EXTENSION pg_trgm; CREATE TABLE rows (id int); SELECT 1 AS fine')).toBeDefined();
    await expect(as(own, other, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
    await expect(as(own, own, 'CREATE DATABASE more')).rejects.toMatchObject({ code: '42501' });
  } finally {
    for (const domain of domains) await admin.unsafe(`DROP DATABASE IF EXISTS "${domain}" WITH (FORCE)`);
    for (const domain of domains) await admin.unsafe(`DROP ROLE IF EXISTS "${domain}"`);
    await admin.end();
  }
});

test('no secret has a default: without it compose says how to make it', () => {
  const secrets = Object.keys(variables);
  const used = [...readRoot('docker-compose.yml').matchAll(/\$\{(\w+)(:[-?])?/g)];
  for (const [reference, name, operator] of used) {
    if (secrets.includes(name!)) expect([reference, operator]).toEqual([reference, ':?']);
  }
  expect(new Set(used.map(([, name]) => name).filter((name) => secrets.includes(name!)))).toEqual(new Set(secrets));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own syntax
  expect(() => interpolate('${USERS_PRIVATE_JWK:?run it}', {})).toThrow('USERS_PRIVATE_JWK is missing: run it');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own syntax
  expect(interpolate('${LOG_LEVEL:-info}', {})).toBe('info');
});

test('the database and the subgraphs are not reached from outside', () => {
  for (const name of [...names, 'postgres']) expect(composeFile.services[name]!.ports).toBeUndefined();
  for (const name of ['gateway', 'google', 'mail', 'stripe']) {
    expect(composeFile.services[name]!.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:(\d+):\1$/)]);
  }
  const onData = Object.keys(composeFile.services).filter((name) =>
    composeFile.services[name]!.networks.includes('data'),
  );
  expect(onData.sort()).toEqual([...names, 'postgres'].sort());
  for (const { networks } of Object.values(composeFile.services))
    for (const network of networks) expect(composeFile.networks).toHaveProperty(network);
});

test('the image runs as an ordinary user, is checked for health and carries the bundle only', () => {
  const [, final] = readRoot('Dockerfile').split(/^FROM node:24-bookworm-slim$/m);
  expect(final).toMatch(/^USER node$/m);
  expect(final).toMatch(/^HEALTHCHECK /m);
  expect(final!.match(/^COPY .*$/gm)).toEqual(['COPY --from=build /out ./']);
  const ignored = readRoot('.dockerignore').split('\n');
  for (const entry of ['.env', '.git', '.storegraph', '**/node_modules']) expect(ignored).toContain(entry);
});

test('fresh keys are written once, for the owner only, and never replaced', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-env-'));
  try {
    const file = join(folder, 'keys');
    const script = new URL('../local/containers/make-env.mjs', import.meta.url).pathname;
    await promisify(execFile)(process.execPath, [script, file]);
    const written = readFileSync(file, 'utf8');
    const lines = written.match(/^\w+='[^']+'$/gm)!.filter((line) => !line.startsWith('GOOGLE_'));
    expect(lines).toHaveLength(Object.keys(variables).length);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(promisify(execFile)(process.execPath, [script, file])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exists already'),
    });
    expect(readFileSync(file, 'utf8')).toBe(written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
