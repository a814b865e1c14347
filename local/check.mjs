// What must hold before a change lands: tests, those in a browser, a storm of chaos, format, lint and layers, unused code, types, generated files, mutants. Ends with one line of counts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24, run, tool } from './node24.mjs';

const node = node24();
const folder = mkdtempSync(join(tmpdir(), 'storegraph-check-'));
const report = join(folder, 'tests.json');
let passed = 0;
let failed = 0;

async function step(title, code) {
  const ok = (await code) === 0;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${title}\n`);
  if (ok) passed++;
  else failed++;
}

await step(
  'tests',
  run(node, ['local/test.mjs', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
    env: { ...process.env, THOROUGH: '1' },
  }),
);
try {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
} catch {
  failed++;
  process.stdout.write('FAIL the tests left no report\n');
}
// needs Chromium: /usr/bin/chromium, or where CHROMIUM says
await step('tests in a browser', run(node, ['local/test.mjs', '--config', 'storefront/browser.config.ts']));
// a fixed seed: what a change breaks is told from what another storm would have met
await step('chaos', tool('tsx', ['proof/chaos/main.ts', '--seed', '20261121']));
await step('format', tool('biome', ['format', '.']));
await step('lint', tool('biome', ['lint', '--error-on-warnings', '.']));
await step('nothing is unused', tool('knip', ['--no-progress', '--treat-config-hints-as-errors']));
await step('types', tool('tsc', ['--noEmit']));
await step('generated files are fresh', run(node, ['local/generate.mjs', '--check']));
// what a change touches, as far as four minutes go: the rest waits for `pnpm mutants`
await step('small mistakes are noticed', tool('tsx', ['proof/mutants/main.ts', '--changed', '--minutes', '4']));

rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);
