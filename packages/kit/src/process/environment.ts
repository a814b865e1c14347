import { z } from 'zod';
import { inProduction, ownDatabase, problemInProduction, publicKeysOnly, reachable } from './production.ts';
import { signalsEnvironment } from './signals/signals.env.ts';

export type EnvironmentShape = Record<string, z.ZodType>;

/** What every process of the system reads. */
export const processEnvironment = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535),
  /** The ways to an answer that are used before Apollo's own: to see what each is worth. */
  LINKS: z.string().default('keptAnswers,compiledPlan,entityCache,compiledQuery'),
  PUBLIC_URL: inProduction(z.url().default('http://localhost:4000'), reachable),
  SERVICES: z.string().min(1, 'name=url pairs, such as users=http://127.0.0.1:4001,products=http://127.0.0.1:4002'),
  /** The same in a file that may change: what it says of a service goes first. */
  SERVICES_FILE: z.string().default(''),
  INTERNAL_PRIVATE_JWK: z.string().min(1, 'an Ed25519 private key as JWK whose kid is the name of this service'),
  INTERNAL_JWKS: inProduction(
    z.string().min(1, 'the public keys of the gateway and all services as a JWK set'),
    publicKeysOnly,
  ),
  ...signalsEnvironment,
} satisfies EnvironmentShape;

/** What every subgraph reads beside it. */
export const subgraphEnvironment = {
  ...processEnvironment,
  DATABASE_URL: inProduction(z.url({ error: 'such as postgres://role:password@127.0.0.1:54329/name' }), ownDatabase),
  /** Connections for queries, and as many for all else. */
  DATABASE_POOL: z.coerce.number().int().min(1).max(50).default(8),
  /** As the gateway's: how many objects an operation may ask for. */
  REQUEST_COST_LIMIT: z.coerce.number().int().min(1).default(5_000),
} satisfies EnvironmentShape;

/** Every variable that a subgraph knows. */
export const environmentShape = (definition: { env?: EnvironmentShape }): EnvironmentShape => ({
  ...subgraphEnvironment,
  ...definition.env,
});

export class EnvironmentError extends Error {}

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
    const problem = parsed.success ? problemInProduction(schema, parsed.data) : undefined;
    return problem ? `  ${name}: in production it ${problem}` : [];
  });
}
