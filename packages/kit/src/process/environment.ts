import { z } from 'zod';
import { demandInProduction, inProduction, ownDatabase, publicKeysOnly, reachable } from './production.ts';
import { signalsEnvironment } from './signals/signals.env.ts';

export type EnvironmentShape = Record<string, z.ZodType>;

/** What every process of the system reads. */
export const processEnvironment = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('Where it runs. `production` has stricter defaults, and refuses what is for a laptop.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least serious lines that are logged.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen at; `0.0.0.0` in a container.'),
  PORT: z.coerce.number().int().min(0).max(65535).describe('The port to listen at; 0 for any that is free.'),
  LINKS: z
    .string()
    .default('keptAnswers,compiledPlan,entityCache,compiledQuery')
    .describe("The ways to an answer that are used before Apollo's own: to see what each is worth."),
  PUBLIC_URL: inProduction(
    z
      .url()
      .default('http://localhost:4000')
      .describe(
        'Where clients reach the gateway: in addresses of pictures, in links of mails where no storefront is, and what payments at Stripe are marked with as of this shop.',
      ),
    reachable,
  ),
  SERVICES: z
    .string()
    .min(1, 'name=url pairs, such as users=http://127.0.0.1:4001,products=http://127.0.0.1:4002')
    .describe('Where each service is: `users=http://…,products=http://a|http://b`, of one service several addresses.'),
  SERVICES_FILE: z
    .string()
    .default('')
    .describe('The same in a file, which goes first and is read again when it changes and on SIGHUP.'),
  INTERNAL_PRIVATE_JWK: z
    .string()
    .min(1, 'an Ed25519 private key as JWK whose kid is the name of this service')
    .describe('The key that signs what this process asks of others: an Ed25519 private JWK whose `kid` is its name.'),
  INTERNAL_JWKS: inProduction(
    z
      .string()
      .min(1, 'the public keys of the gateway and all services as a JWK set')
      .describe('The public keys of the gateway and all services, as a JWK set: whom it believes.'),
    publicKeysOnly,
  ),
  ...signalsEnvironment,
} satisfies EnvironmentShape;

/** What every subgraph reads beside it. */
export const subgraphEnvironment = {
  ...processEnvironment,
  DATABASE_URL: inProduction(
    z
      .url({ error: 'such as postgres://role:password@127.0.0.1:54329/name' })
      .describe('Its own Postgres database, with a role that reaches no other. Its migrations run when it starts.'),
    ownDatabase,
  ),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(8)
    .describe('Connections for queries, and as many for all else: each process opens twice this number at most.'),
  MESSAGES_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe(
      'Days for which events that were sent are kept, and after which an event that arrives is not taken any more.',
    ),
  REQUEST_COST_LIMIT: z.coerce
    .number()
    .int()
    .min(1)
    .default(5_000)
    .describe("How many objects one operation may ask for: as the gateway's."),
} satisfies EnvironmentShape;

export type SubgraphEnvironment = z.output<z.ZodObject<typeof subgraphEnvironment>>;

/** Every variable that a subgraph knows. */
export const environmentShape = (definition: { env?: EnvironmentShape }): EnvironmentShape => ({
  ...subgraphEnvironment,
  ...definition.env,
});

export class EnvironmentError extends Error {}

/** A whole number that is 1 or more, and `usual` where it is not given. */
export const atLeastOne = (usual: number) => z.coerce.number().int().min(1).default(usual);

/** Parses the environment once and throws once, listing everything that is missing, wrong, or in production refused. An empty variable is one that is not set. */
export function readEnvironment<Shape extends EnvironmentShape>(
  shape: Shape,
  source: Record<string, string | undefined> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = z.object(shape).safeParse(given);
  const refused = given.NODE_ENV === 'production' ? refusedInProduction(shape, given) : [];
  if (result.success && refused.length === 0) return result.data as z.infer<z.ZodObject<Shape>>;
  const lines = (result.error?.issues ?? []).map(
    (issue) =>
      `  ${issue.path.join('.')}: ${given[String(issue.path[0])] === undefined ? 'is missing; ' : ''}${issue.message}`,
  );
  lines.push(...refused);
  throw new EnvironmentError(`The environment is not complete:\n${lines.join('\n')}`);
}

/** Also where something else is missing: whoever deploys learns it all at once. */
function refusedInProduction(shape: EnvironmentShape, given: Record<string, string | undefined>): string[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(given[name]);
    const demand = demandInProduction(schema);
    return parsed.success && demand && !demand.isMet(parsed.data) ? `  ${name}: in production it ${demand.words}` : [];
  });
}
