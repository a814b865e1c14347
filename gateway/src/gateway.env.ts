import { type Limits, usualLimits } from '@storegraph/executor/limits';
import { processEnvironment } from '@storegraph/kit/environment';
import { inProduction } from '@storegraph/kit/production';
import { z } from 'zod';

const atLeastOne = (usual: number) => z.coerce.number().int().min(1).default(usual);

/** What one request may be. */
const requestEnvironment = {
  /** In bytes. */
  REQUEST_BODY_LIMIT: atLeastOne(100_000),
  REQUEST_TOKEN_LIMIT: atLeastOne(usualLimits.tokens),
  REQUEST_DEPTH_LIMIT: atLeastOne(usualLimits.depth),
  REQUEST_ALIAS_LIMIT: atLeastOne(usualLimits.aliases),
  REQUEST_ROOT_FIELD_LIMIT: atLeastOne(usualLimits.rootFields),
  REQUEST_ROOT_MUTATION_LIMIT: atLeastOne(usualLimits.rootMutations),
  /** Fields with every fragment spread in full. */
  REQUEST_SELECTION_LIMIT: atLeastOne(usualLimits.selections),
  /** Objects that may be asked for. */
  REQUEST_COST_LIMIT: atLeastOne(usualLimits.cost),
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
  list('').refine((list) => list.every((origin) => ORIGIN.test(origin)), {
    error: 'origins by commas as browsers send them, such as https://shop.example,https://admin.shop.example',
  }),
  (list) =>
    list.some((origin) => /^http:/i.test(origin))
      ? 'must name https sites only: what http shows can be changed'
      : undefined,
);

/** Without it: everywhere but in production. */
const outsideProduction = z.enum(['', 'on', 'off']).default('');

/** What all clients together may do. */
const clientEnvironment = {
  /** Who may ask for trusted documents only. Without it: anonymous in production, off elsewhere. */
  TRUSTED_ONLY: z.enum(['off', 'anonymous', 'all']).optional(),
  /** Addresses and ranges by commas whose x-forwarded-for counts: "10.0.0.0/8,192.0.2.1". */
  TRUSTED_PROXIES: z.string().default(''),
  /** A file such as rate-limits.yaml; "off" for none. */
  RATE_LIMITS: z.string().default(''),
  CONNECTIONS: atLeastOne(10_000),
  CONNECTIONS_PER_ADDRESS: atLeastOne(512),
};

/** What the gateway reads beside what every process does. */
export const ownEnvironment = {
  ...requestEnvironment,
  ...clientEnvironment,
  USERS_JWKS_URL: z.url({ error: 'such as http://127.0.0.1:4001/.well-known/jwks.json' }),
  /** Which command of which service says whose session has ended and who may something else now. */
  AUTHORITY_CHANGES: z.string().regex(/^[\w-]+\.\w+$/, 'a service and its command, such as users.authorityChanges'),
  SUPERGRAPH: z.string().default(''),
  /** The SDK's manifest: documents by their hashes. */
  TRUSTED_DOCUMENTS: z.string().default(''),
  CORS_ORIGINS: origins,
  /** What services answer beside the graph: "/webhooks/stripe=payments,/media/=products". */
  PASS_THROUGH: z.string().default(''),
  /** Which events say that answers have changed, each with the service that may send it: "products.CatalogueChanged". */
  CHANGE_EVENTS: list(''),
  /** Who may ask by `x-explain` how an operation is answered; outside production everybody may. */
  EXPLAIN_ROLES: list('STAFF,ADMIN'),
  /** Whether clients may register their documents. */
  APQ: outsideProduction,
  /** Whether clients may read the schema by introspection, and get suggestions in errors. */
  INTROSPECTION: outsideProduction,
  PLAYGROUND: outsideProduction,
  QUERY_TIMEOUT_MS: z.coerce.number().int().min(100).default(2_500),
  /** For a subgraph that works on it; one that has stopped is noticed in two seconds. */
  MUTATION_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  /** For everything that one operation asks of subgraphs. */
  OPERATION_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),
  /** Bytes of one answer of a subgraph. */
  SUBGRAPH_ANSWER_LIMIT: z.coerce.number().int().min(1_000).default(5_000_000),
  /** How long /ready says no before connections are closed, so that nobody is sent here any more. Default: 5 in production. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).optional(),
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
