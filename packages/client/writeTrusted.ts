// Writes the documents of the SDK by their hashes, as the SDK sends them: what a gateway may trust, and what it plans at boot.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type DocumentNode, print } from 'graphql';
import * as generated from './src/operations.generated.ts';

const texts = Object.entries(generated as Record<string, unknown>)
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => print(document as DocumentNode));
const byHash = Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
writeFileSync(new URL('src/trusted.generated.json', import.meta.url), `${JSON.stringify(byHash, null, 2)}\n`);
