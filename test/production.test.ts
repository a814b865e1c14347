import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { environmentShape, EnvironmentError, readEnvironment } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { gatewayEnvironment } from '../gateway/src/gateway.env.ts';
import { definitions } from '../local/definitions.generated.ts';
import { folderOf } from '../local/system/layout.ts';

const random = 'q7Xv2Lk9Zp4Rt6Wm1Bn8Ys3Cd5Fg0Hj7';
const common = {
  NODE_ENV: 'production',
  PORT: '0',
  LOG_LEVEL: 'silent',
  PUBLIC_URL: 'https://shop.acme.com',
  SERVICES: 'users=http://users:4001',
  INTERNAL_PRIVATE_JWK: '{}',
  INTERNAL_JWKS: '{"keys":[]}',
};
const DATABASE_URL = `postgres://role:${random}@db.acme.internal:5432/name`;

/** What each process needs in production, and what it must not be given, variable by variable. */
const shared = {
  PUBLIC_URL: ['http://shop.acme.com', 'https://localhost:4000', 'https://shop.example', undefined],
  INTERNAL_JWKS: ['{"keys":[{"kid":"gateway","d":"private"}]}'],
};
const processes: Record<string, { right: Record<string, string>; wrong: Record<string, (string | undefined)[]> }> = {
  ...Object.fromEntries(definitions.map(({ name }) => [name, { right: {}, wrong: {} }])),
  gateway: {
    right: {
      USERS_JWKS_URL: 'http://users:4001/.well-known/jwks.json',
      AUTHORITY_CHANGES: 'users.authorityChanges',
      CORS_ORIGINS: 'https://shop.acme.com',
    },
    wrong: { CORS_ORIGINS: ['https://shop.acme.com,http://localhost:3000'] },
  },
  users: {
    right: {
      REFRESH_COOKIE_SECURE: 'true',
      TERMS_URL: 'https://shop.acme.com/terms',
      FILES_SECRET: random,
      FILES_FOLDER: '/data',
      STOREFRONT_URL: 'https://shop.acme.com',
      GOOGLE_CLIENT_ID: '1234-abc.apps.googleusercontent.com',
      GOOGLE_CLIENT_SECRET: `GOCSPX-${random}`,
    },
    wrong: {
      FILES_SECRET: ['x'.repeat(40), `local ${random}`, 'short', undefined],
      FILES_FOLDER: ['.storegraph/files', undefined],
      S3_ENDPOINT: ['http://s3.acme.com', 'https://localhost:9000'],
      REFRESH_COOKIE_SECURE: ['false'],
      TERMS_URL: ['http://shop.acme.com/terms'],
      PRIVACY_URL: ['https://localhost:4100/privacy'],
      IMPRINT_URL: ['https://shop.example/imprint'],
      STOREFRONT_URL: ['http://shop.acme.com', 'https://localhost:4100'],
      GOOGLE_CLIENT_ID: ['storegraph.local'],
      GOOGLE_CLIENT_SECRET: ['local-google-secret'],
      GOOGLE_ISSUER: ['http://127.0.0.1:4012', 'https://google.acme.com'],
    },
  },
  orders: {
    right: { ORDER_TOKEN_SECRET: random, STOREFRONT_URL: 'https://shop.acme.com' },
    wrong: {
      ORDER_TOKEN_SECRET: ['x'.repeat(40), `local ${random}`, 'short'],
      STOREFRONT_URL: ['http://shop.acme.com', 'https://localhost:4100'],
    },
  },
  payments: {
    right: {
      STRIPE_SECRET_KEY: `sk_live_${random}`,
      STRIPE_WEBHOOK_SECRET: `whsec_${random}`,
      PAYMENT_RETURN_URL: 'https://shop.acme.com/checkout',
    },
    wrong: {
      STRIPE_SECRET_KEY: ['sk_test_local', `sk_test_${random}`, 'sk_live_short'],
      STRIPE_WEBHOOK_SECRET: ['whsec_local', 'whsec_short'],
      STRIPE_API_BASE: ['http://127.0.0.1:4010', 'https://stripe.acme.com'],
      PAYMENT_RETURN_URL: ['http://shop.acme.com/checkout'],
    },
  },
  notifications: {
    right: {
      SMTP_URL: 'smtps://shop:secret@mail.acme.com:465',
      MAIL_FROM: 'Shop <shop@acme.com>',
      STOREFRONT_URL: 'https://shop.acme.com',
    },
    wrong: {
      SMTP_URL: ['smtp://127.0.0.1:25', 'smtp://mail:4025'],
      MAIL_FROM: ['Shop <shop@storegraph.example>', 'shop@storegraph.local'],
      STOREFRONT_URL: ['http://shop.acme.com', 'https://localhost:4100'],
    },
  },
};
const passwords = {
  DATABASE_URL: ['postgres://role:short@db.acme.internal/name', `postgres://role:${random}@127.0.0.1:54329/users`],
};

const shapeOf = (name: string) => {
  const definition = definitions.find((one) => one.name === name);
  return definition ? environmentShape(definition) : gatewayEnvironment;
};
const rightFor = (name: string) => ({
  ...common,
  ...(name !== 'gateway' && { DATABASE_URL }),
  ...processes[name]!.right,
});
const wrongFor = (name: string) => ({ ...shared, ...(name !== 'gateway' && passwords), ...processes[name]!.wrong });
const problemsOf = (name: string, given: Record<string, string | undefined>): string[] => {
  try {
    readEnvironment(shapeOf(name), given);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0]!);
  }
};

test.each(Object.keys(processes))(
  '%s starts in production with what is its own, and elsewhere with what is local',
  (name) => {
    expect(problemsOf(name, rightFor(name))).toEqual([]);
    const local = Object.fromEntries(Object.entries(wrongFor(name)).map(([variable, [value]]) => [variable, value]));
    const elsewhere = { ...rightFor(name), ...local, NODE_ENV: 'development' };
    expect(problemsOf(name, elsewhere)).toEqual([]);
  },
);

const cases = Object.keys(processes).flatMap((name) =>
  Object.entries(wrongFor(name)).flatMap(([variable, values]) =>
    values.map((value) => [name, variable, value] as const),
  ),
);
test.each(cases)('%s does not start in production with %s=%s', (name, variable, value) => {
  expect(problemsOf(name, { ...rightFor(name), [variable]: value })).toEqual([variable]);
});

/** The bundle, as it is deployed. */
async function start(name: string, environment: Record<string, string | undefined>) {
  const child = spawn(process.execPath, [`${folderOf(name)}/dist/main.mjs`], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((done) => void child.once('exit', done)),
  ]);
  return { code, said };
}

test.each(Object.keys(processes))('the process of %s says all that is wrong at once, and ends', async (name) => {
  const all = Object.entries(wrongFor(name));
  const { code, said } = await start(name, {
    ...rightFor(name),
    ...Object.fromEntries(all.map(([variable, [value]]) => [variable, value])),
    SERVICES: undefined,
  });
  expect([code, said]).toEqual([1, expect.stringContaining(`${name}: The environment is not complete`)]);
  for (const variable of [...all.map(([variable]) => variable), 'SERVICES'])
    expect(said).toMatch(new RegExp(`^ {2}${variable}: `, 'm'));
  expect(said).not.toContain('short'); // what was given is nobody's business
});

test.each(['stripe', 'mail', 'google'])('the local %s is none for production', async (name) => {
  expect(await start(name, { NODE_ENV: 'production' })).toMatchObject({
    code: 1,
    said: expect.stringMatching(/NODE_ENV: in production/),
  });
});
