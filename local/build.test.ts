import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle, explain } from './build.mjs';
import { root } from './node24.mjs';

let into: string;
beforeEach(() => {
  into = mkdtempSync(join(tmpdir(), 'storegraph-build-'));
});
afterEach(() => rmSync(into, { recursive: true, force: true }));

const stripe = () => join(into, 'local/stripe/dist');
const breakKnobs = {
  name: 'break',
  load: (id: string) => (id.endsWith('stripe/knobs.ts') ? 'export const knobs = [1, 2;\n' : null),
};

test('building says what is built, and writes down what it was made of', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['local/build.mjs', '--into', into, 'stripe', 'mail']);
  expect(stdout).toMatch(/^Building stripe mail … \d+\.\d s\n$/);
  const inputs = JSON.parse(readFileSync(join(stripe(), 'inputs.json'), 'utf8'));
  expect(inputs).toContain('local/stripe/knobs.ts');
  expect(inputs).not.toContain('local/mail/mail.ts');
});

test('what draws pictures lies beside the bundle that starts it, and runs there with the packages of its service', async () => {
  await bundle(['users'], { into });
  symlinkSync(join(root, 'subgraphs/users/node_modules'), join(into, 'subgraphs/users/node_modules'));
  const dist = join(into, 'subgraphs/users/dist');
  expect(readFileSync(join(dist, 'main.mjs'), 'utf8')).toContain('import("./picture.mjs")');
  const drawing = promisify(execFile)(process.execPath, [join(dist, 'picture.mjs'), '60000', '16'], { env: {} });
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWP4z8AAAAMBAQCc479ZAAAAAElFTkSuQmCC',
    'base64',
  );
  drawing.child.stdin!.end(pixel);
  expect(JSON.parse((await drawing).stdout)).toMatchObject({
    broken: { rule: 'sides', details: { width: 1, height: 1 } },
  });
});

test('a mistake in a source is shown with file, line and code', async () => {
  const error = await bundle(['stripe'], { into, plugins: [breakKnobs] }).catch((refused: unknown) => refused);
  const frame = explain(error);
  expect(frame).toContain('local/stripe/knobs.ts:1:');
  expect(frame).toContain('1 │ export const knobs = [1, 2;');
  expect(frame).not.toContain('node_modules');
});

test('of what cannot be built nothing is written: the last good bundle stays', async () => {
  await bundle(['stripe'], { into });
  writeFileSync(join(stripe(), 'main.mjs'), 'the last good one');
  await expect(bundle(['stripe'], { into, plugins: [breakKnobs] })).rejects.toThrow();
  expect(readFileSync(join(stripe(), 'main.mjs'), 'utf8')).toBe('the last good one');
  await bundle(['stripe'], { into });
  expect(readFileSync(join(stripe(), 'main.mjs'), 'utf8')).not.toBe('the last good one');
});
