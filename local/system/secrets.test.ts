import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSecrets } from './secrets.ts';

test('secrets are made once and stay; the key of who came later is added to a file of before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-secrets-'));
  try {
    const file = join(folder, 'secrets.json');
    const made = await loadSecrets(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await loadSecrets(file)).toEqual(made);

    const { operator, ...before } = made.keys;
    writeFileSync(file, JSON.stringify({ ...made, keys: before }));
    const completed = await loadSecrets(file);
    expect(completed).toEqual({ ...made, keys: { ...before, operator: expect.objectContaining({ kid: 'operator' }) } });
    expect(completed.keys.operator).not.toEqual(operator);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(completed);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
