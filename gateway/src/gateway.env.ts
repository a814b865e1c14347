import { type Limits, usualLimits } from '@storegraph/executor/limits';
import { connectionsEnvironment } from '@storegraph/kit/connections';
import { atLeastOne, processEnvironment } from '@storegraph/kit/environment';
import { inProduction } from '@storegraph/kit/production';
import { z } from 'zod';

const inMilliseconds = (usual: number) => z.coerce.number().int().min(100).default(usual);

/** What one request may be. */
const requestEnvironment = {
  REQUEST_BODY_LIMIT: atLeastOne(100_000).describe('Bytes of the body of a request.'),
  REQUEST_TOKEN_LIMIT: atLeastOne(usualLimits.tokens).describe('Tokens of a document: names, brackets, values.'),
  REQUEST_DEPTH_LIMIT: atLeastOne(usualLimits.depth).describe(
    'How deep fields may be nested; introspection always 15.',
  ),
  REQUEST_ALIAS_LIMIT: atLeastOne(usualLimits.aliases).describe('Aliases in a document.'),
  REQUEST_ROOT_FIELD_LIMIT: atLeastOne(usualLimits.rootFields).describe('Root fields of a query.'),
  REQUEST_ROOT_MUTATION_LIMIT: atLeastOne(usualLimits.rootMutations).describe('Root fields of a mutation.'),
  REQUEST_SELECTION_LIMIT: atLeastOne(usualLimits.selections).describe('Fields, with every fragment spread in full.'),
  REQUEST_COST_LIMIT: atLeastOne(usualLimits.cost).describe(
    'Objects that one operation may ask for: the length of its lists, multiplied where they are nested.',
  ),
};

export const limitsOf = (env: z.infer<z.ZodObject<typeof requestEnvironment>>): Limits => ({
  tokens: env.REQUEST_TOKEN_LIMIT,
  depth: env.REQUEST_DEPTH_LIMIT,
  aliases: env.REQUEST_ALIAS_LIMIT,
  rootFields: env.REQUEST_ROOT_FIELD_LIMIT,
  rootMutations: env.REQUEST_ROOT_MUTATION_LIMIT,
  selections: env.REQUEST_SELECTION_LIMIT,
  cost: env.REQUEST_COST_LIMIT,
});

/** A scheme, a host and maybe a port: no path and no star. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/(\[[\da-f:]+\]|[a-z\d.-]+)(:\d{1,5})?$/;

/** Names by commas. */
const list = (usual: string) =>
  z
    .string()
    .default(usual)
    .transform((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    );

const origins = inProduction(
  list('')
    .refine((list) => list.every((origin) => ORIGIN.test(origin)), {
      error: 'origins by commas as browsers send them, such as https://shop.example,https://admin.shop.example',
    })
    .describe(
      'Sites whose pages may read answers, with cookies: `https://shop.example,https://admin.shop.example`. Without it: in development every page of this machine, in production none.',
    ),
  {
    words: 'must name https sites only: what http shows can be changed',
    isMet: (list) => !list.some((origin) => /^http:/i.test(origin)),
  },
);

/** Without it: everywhere but in production. */
const outsideProduction = (meaning: string) =>
  z
    .enum(['', 'on', 'off'])
    .default('')
    .describe(`${meaning}: \`on\` or \`off\`. Without it: off in production, on elsewhere.`);

/** What all clients together may do. */
const clientEnvironment = {
  TRUSTED_ONLY: z
    .enum(['off', 'anonymous', 'all'])
    .optional()
    .describe(
      'Who may ask for trusted documents only: `anonymous`, `all` or `off` for nobody. Without it: anonymous in production, off elsewhere.',
    ),
  ...connectionsEnvironment,
  RATE_LIMITS: z
    .string()
    .default('')
    .describe(
      'A file such as `rate-limits.yaml`, or `off`. Without it the two general kinds of limits, with the same figures.',
    ),
};

/** What the gateway reads beside what every process does. */
export const ownEnvironment = {
  ...requestEnvironment,
  ...clientEnvironment,
  USERS_JWKS_URL: z
    .url({ error: 'such as http://127.0.0.1:4001/.well-known/jwks.json' })
    .describe('Where the public keys of access tokens are: `http://users:4001/.well-known/jwks.json`.'),
  AUTHORITY_CHANGES: z
    .string()
    .regex(/^[\w-]+\.\w+$/, 'a service and its command, such as users.authorityChanges')
    .describe(
      'Which command of which service says whose session has ended and who may something else now: `users.authorityChanges`.',
    ),
  SUPERGRAPH: z
    .string()
    .default('')
    .describe('The file of the composed schema, taken anew when it changes. Without it `supergraph.graphql`.'),
  TRUSTED_DOCUMENTS: z
    .string()
    .default('')
    .describe("A manifest of trusted documents: their texts by their hashes. Without it the SDK's."),
  CORS_ORIGINS: origins,
  PASS_THROUGH: z
    .string()
    .default('')
    .describe(
      'What services answer beside the graph: `/webhooks/stripe=payments,/media/=products,PUT /uploads/users/=users:20000000`. A path that ends with a slash is a folder to GET from, another one a place to POST to; with `PUT` before it and a number of bytes at its end files of at most that size are sent there.',
    ),
  CHANGE_EVENTS: list('').describe(
    'Which events say that kept answers are old, each with the service that may send it: `products.CatalogueChanged`.',
  ),
  EXPLAIN_ROLES: list('STAFF,ADMIN').describe(
    'Who may ask by `x-explain` how an operation is answered; outside production everybody may.',
  ),
  APQ: outsideProduction('Whether clients may register documents by their hash (persisted queries)'),
  INTROSPECTION: outsideProduction(
    'Whether clients may read the schema by introspection, and get suggestions in errors',
  ),
  PLAYGROUND: outsideProduction('Whether `/playground` is there'),
  QUERY_TIMEOUT_MS: inMilliseconds(2_500).describe('Milliseconds that one answer of a subgraph to a query may take.'),
  MUTATION_TIMEOUT_MS: inMilliseconds(10_000).describe(
    'Milliseconds for a mutation that a subgraph works on; one that has stopped is noticed in two seconds.',
  ),
  OPERATION_TIMEOUT_MS: inMilliseconds(15_000).describe(
    'Milliseconds for everything that one operation asks of subgraphs.',
  ),
  SUBGRAPH_ANSWER_LIMIT: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(5_000_000)
    .describe('Bytes of one answer of a subgraph.'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(300)
    .optional()
    .describe(
      'Seconds that `/ready` says no before connections are closed, so that nobody is sent here any more. Without it: 5 in production, 0 elsewhere.',
    ),
};

/** Every variable that the gateway knows. */
export const gatewayEnvironment = { ...processEnvironment, ...ownEnvironment };

/** The same before the supergraph of somebody else, where nothing but the supergraph is needed. */
export const foreignEnvironment = {
  ...gatewayEnvironment,
  PORT: gatewayEnvironment.PORT.default(4000),
  // nothing leads there
  PUBLIC_URL: z.url().default('http://localhost:4000'),
  SERVICES: z.string().default(''),
  USERS_JWKS_URL: gatewayEnvironment.USERS_JWKS_URL.optional(),
  AUTHORITY_CHANGES: gatewayEnvironment.AUTHORITY_CHANGES.optional(),
  INTERNAL_PRIVATE_JWK: z.string().default(''),
  INTERNAL_JWKS: z.string().default(''),
};

export type GatewayEnvironment = z.infer<z.ZodObject<typeof foreignEnvironment>>;
