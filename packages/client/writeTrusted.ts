// Writes the documents of the SDK by their hashes, as the SDK sends them: what a gateway may trust, and what it plans at boot.
import { writeFileSync } from 'node:fs';
import type { ShopDocument } from './src/document.ts';
import * as generated from './src/operations.generated.ts';

const documents = Object.entries(generated as Record<string, unknown>)
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => document as ShopDocument<unknown, unknown>);
const byHash = Object.fromEntries(documents.map(({ hash, source }) => [hash, source]));
writeFileSync(new URL('src/trusted.generated.json', import.meta.url), `${JSON.stringify(byHash, null, 2)}\n`);
