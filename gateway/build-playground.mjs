// Builds the playground into dist/playground; the gateway serves it. `node gateway/build-playground.mjs`
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('./playground', import.meta.url));
const outDir = fileURLToPath(new URL('./dist/playground', import.meta.url));
const stamp = fileURLToPath(new URL('./dist/playground.stamp', import.meta.url));

/** The sources and the versions of what is bundled. */
function fingerprint() {
  const hash = createHash('sha1');
  for (const path of readdirSync(root, { recursive: true }).sort()) {
    if (/\.\w+$/.test(path)) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  }
  for (const name of ['package.json', 'build-playground.mjs'])
    hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex');
}

export async function buildPlayground() {
  const wanted = fingerprint();
  if (existsSync(join(outDir, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { build } = await import('vite');
  await build({
    root,
    base: '/playground/',
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic' } },
    resolve: { dedupe: ['graphql', 'react', 'react-dom'] },
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
  });
  writeFileSync(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlayground();
