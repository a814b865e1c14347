import { processEnvironment } from '@storegraph/kit';
import { z } from 'zod';

/** Every variable that the gateway knows. */
export const gatewayEnvironment = {
  ...processEnvironment,
  USERS_JWKS_URL: z.url({ error: 'such as http://127.0.0.1:4001/.well-known/jwks.json' }),
  SUPERGRAPH: z.string().default(''),
  /** The SDK's manifest: documents by their hashes. */
  TRUSTED_DOCUMENTS: z.string().default(''),
  CORS_ORIGINS: z.string().default(''),
  QUERY_TIMEOUT_MS: z.coerce.number().int().min(100).default(2_500),
  MUTATION_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  /** For everything that one operation asks of subgraphs. */
  OPERATION_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),
};
