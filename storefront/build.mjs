// What browsers load and the process that serves it, into a folder: `client/` and `server/main.mjs`.
import { createBuilder } from 'vite';

export async function buildStorefront(into) {
  const folder = process.cwd();
  process.chdir(import.meta.dirname);
  process.env.STOREFRONT_DIST = into;
  try {
    const builder = await createBuilder({ root: import.meta.dirname, logLevel: 'error' });
    await builder.buildApp();
  } finally {
    process.chdir(folder);
  }
}
