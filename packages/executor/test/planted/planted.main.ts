/** `node local/script.mjs packages/executor/test/planted/planted.main.ts [part of a name]`: plants each mistake in a copy, and runs the tests on it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mistake, mistakes } from './mistakes.ts';

const root = join(import.meta.dirname, '../../../..');
const require = createRequire(import.meta.url);

/** A checkout of this package alone: sources and tests are copied, packages are those of the workspace. */
function copyInto(folder: string): void {
  const inside = (path: string) => join(folder, 'packages/executor', path);
  // the places of mistakes are not what is to fail
  const filter = (path: string) => !path.endsWith('/planted');
  for (const path of ['src', 'test', 'package.json'])
    cpSync(join(root, 'packages/executor', path), inside(path), { recursive: true, filter });
  cpSync(join(root, 'supergraph.graphql'), join(folder, 'supergraph.graphql'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(root, 'packages/executor/node_modules'), inside('node_modules'));
  const graphql = JSON.stringify(require.resolve('graphql'));
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { resolve: { alias: [{ find: /^graphql$/, replacement: ${graphql} }] }, test: { testTimeout: 120_000 } };`,
  );
}

function plant(folder: string, { file, search, replace }: Mistake): void {
  const path = join(folder, 'packages/executor/src', file);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(search, () => replace),
  );
}

/** The tests that fail; none when the mistake is not noticed. */
function failing(mistake: Mistake): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-executor-'));
  try {
    copyInto(folder);
    plant(folder, mistake);
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--reporter=json', '--root', folder];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Report;
    return report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.flatMap(({ status, title }) =>
        status === 'failed' ? [`${name.slice(folder.length + '/packages/executor/'.length)}: ${title}`] : [],
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  testResults: { name: string; assertionResults: { status: string; title: string }[] }[];
}

let unnoticed = 0;
for (const mistake of mistakes.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
  const red = failing(mistake);
  if (red.length === 0) unnoticed++;
  console.log(`${red.length > 0 ? `${red.length} red` : 'NOT NOTICED'}: ${mistake.name}`);
  for (const title of red) console.log(`    ${title}`);
}
process.exitCode = unnoticed > 0 ? 1 : 0;
