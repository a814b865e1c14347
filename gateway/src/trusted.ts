import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvironmentError, type Logger } from '@storegraph/kit';
import { z } from 'zod';

/** Documents of known clients by the SHA-256 of their text, as the SDK's manifest has them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());

/** Without a file there are none. */
export function readTrusted(given: string, log: Logger): TrustedDocuments {
  const file = given || fileURLToPath(new URL('../../packages/client/src/trusted.generated.json', import.meta.url));
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8')))));
  } catch (error) {
    if (given) throw new EnvironmentError(`TRUSTED_DOCUMENTS: ${file} is not a manifest (${(error as Error).message})`);
    log.warn({ file }, 'there are no trusted documents: run "pnpm generate", or set TRUSTED_DOCUMENTS');
    return new Map();
  }
}
