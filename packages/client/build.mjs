// Builds what is published: every module of src as ESM and CommonJS, each with its types. `node packages/client/build.mjs [folder]`
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { tool } from '../../local/node24.mjs';

const here = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(here, 'dist'));

/** Types as tsc writes them: one file for each module, which import each other by the names of the sources. */
async function declarations() {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-types-'));
  try {
    const code = await tool('tsc', ['-p', join(here, 'tsconfig.build.json'), '--outDir', folder]);
    if (code !== 0) process.exit(code);
    return readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.d.ts'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const types = await declarations();
rmSync(dist, { recursive: true, force: true });
for (const [format, js, dts] of [
  ['esm', 'js', 'd.ts'],
  ['cjs', 'cjs', 'd.cts'],
]) {
  const build = await rolldown({
    input: { index: join(here, 'src/index.ts'), 'react/index': join(here, 'src/react/index.ts') },
    platform: 'neutral',
    external: ['react', '@tanstack/react-query'],
    transform: { target: 'es2022' },
    tsconfig: join(here, 'tsconfig.build.json'),
  });
  await build.write({
    dir: dist,
    format,
    preserveModules: true,
    preserveModulesRoot: join(here, 'src'),
    entryFileNames: `[name].${js}`,
    exports: 'named',
  });
  await build.close();
  for (const [name, text] of types) {
    const file = join(dist, name.replace(/d\.ts$/, dts));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replace(/(from '\.{1,2}\/[^']+)\.ts'/g, `$1.${js}'`));
  }
}
