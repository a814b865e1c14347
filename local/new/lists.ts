import type { Names } from './names.ts';

export type Edit = (content: string) => string;

/** Puts text beside what is there once; a file that looks otherwise is not guessed at. */
function insert(content: string, place: 'before' | 'after', anchor: string, text: string): string {
  const parts = content.split(anchor);
  if (parts.length !== 2)
    throw new Error(`"${anchor.trim()}" is there ${parts.length - 1} times: add ${text.trim()} by hand`);
  return parts.join(place === 'before' ? text + anchor : anchor + text);
}
const before = (anchor: string, text: string) => (content: string) => insert(content, 'before', anchor, text);
const after = (anchor: string, text: string) => (content: string) => insert(content, 'after', anchor, text);
const all =
  (...edits: Edit[]): Edit =>
  (content) =>
    edits.reduce((now, edit) => edit(now), content);

const MISSING = ':?run node local/containers/make-env.mjs}';

/** File → what is added for a new subgraph. `last`: the one before it in supergraph.yaml. */
export function listEdits(names: Names, port: number, last: string): Record<string, Edit> {
  const { plural, singular, type } = names;
  const upper = plural.toUpperCase();
  return {
    'supergraph.yaml': (content) =>
      `${content}  ${plural}:
    routing_url: http://127.0.0.1:${port}/graphql
    schema:
      file: ./subgraphs/${plural}/schema.graphql
`,
    'local/package.json': (content) => {
      const manifest = JSON.parse(content) as { devDependencies: Record<string, string> };
      const dependencies = { ...manifest.devDependencies, [`@storegraph/${plural}`]: 'workspace:*' };
      const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
      return `${JSON.stringify({ ...manifest, devDependencies: sorted }, null, 2)}\n`;
    },
    'docker-compose.yml': all(
      before(',gateway=http://gateway:4000\n', `,${plural}=http://${plural}:${port}`),
      after(`      ${last}: { condition: service_healthy }\n`, `      ${plural}: { condition: service_healthy }\n`),
      before('\n  stripe:\n    <<: *container\n', composeService(plural, port)),
      after(
        `      ${last.toUpperCase()}_DATABASE_PASSWORD: \${${last.toUpperCase()}_DATABASE_PASSWORD${MISSING}\n`,
        `      ${upper}_DATABASE_PASSWORD: \${${upper}_DATABASE_PASSWORD${MISSING}\n`,
      ),
    ),
    'README.md': after(`[${last}](subgraphs/${last}/README.md)`, ` · [${plural}](subgraphs/${plural}/README.md)`),
    'test/access/table.ts': all(
      before(
        '\n  Image: part,\n',
        `
  // no row of it is looked at until test/access/cast.ts makes one
  'Query.${singular}': { ...accountOrStaff, unseen: true },
  ${type}: { ...accountOrStaff, unseen: true },
`,
      ),
      before('\n  SessionPayload: payload,\n', `\n  ${type}Payload: payload,`),
    ),
    'test/access/schemas.ts': after("  Category: 'products',\n", `  ${type}: '${plural}',\n`),
    'test/access/ways.entities.ts': after(
      "    User: [one({ id: owner.id }, \"the owner's account\", ['owner'])],\n",
      `    ${type}: [], // none is made in cast.ts yet\n`,
    ),
    'test/access/writes.ts': before(
      '  ...writesOfAccounts,\n',
      `  create${type}: {
    domain: '${plural}',
    rule: 'signedIn',
    shows: '${singular} { id }',
    aim: () => ({ text: 'Planted', idempotencyKey: crypto.randomUUID() }),
  },
`,
    ),
    'test/idempotency/cases.ts': after(
      'export const cases: Record<string, Case> = {\n',
      `  create${type}: {
    selection: '${singular} { id text createdAt }',
    async actor(world) {
      const { shopper, userId } = await signedIn(world);
      return {
        shopper,
        input: { text: 'Sturdy.' },
        changes: {},
        look: async () => [
          ...(await world.inDatabase('${plural}', (sql) => sql\`SELECT id FROM ${plural} WHERE user_id = \${userId}\`)),
        ],
      };
    },
  },
`,
    ),
  };
}

const composeService = (name: string, port: number): string => `
  ${name}:
    <<: *container
    build: { context: ., args: { SERVICE: ${name} } }
    environment:
      <<: *process
      PORT: "${port}"
      DATABASE_URL: postgres://${name}:\${${name.toUpperCase()}_DATABASE_PASSWORD${MISSING}@postgres:5432/${name}
      INTERNAL_PRIVATE_JWK: \${${name.toUpperCase()}_PRIVATE_JWK${MISSING}
    networks: [graph, data]
    depends_on:
      postgres: { condition: service_healthy }
`;
