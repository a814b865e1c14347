// What browsers load and the process that serves it, into a folder: `client/`, `server/` and `main.mjs`, which starts it.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBuilder } from 'vite';

/** Returns the files that it was made of, below this folder. */
export async function buildStorefront(into) {
  const folder = process.cwd();
  process.chdir(import.meta.dirname); // where the framework looks for its own configuration
  process.env.STOREFRONT_DIST = into;
  try {
    const builder = await createBuilder({ root: import.meta.dirname, logLevel: 'error' });
    await builder.buildApp();
  } finally {
    process.chdir(folder);
  }
  writeFileSync(join(into, 'main.mjs'), "import './server/main.mjs';\n");
  return readdirSync(join(import.meta.dirname, 'src'), { recursive: true }).map((file) =>
    `src/${file}`.replaceAll('\\', '/'),
  );
}
