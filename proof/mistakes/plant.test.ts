import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mistakes as chaosMistakes } from './storm.mistakes.ts';
import { mistakes as raceMistakes } from './race.mistakes.ts';
import { type Edit, plant } from './plant.ts';

const once: Edit = { file: 'packages/kit/src/data/lease.ts', search: '0.1 * 2 **', replace: '1234 * 2 **' };
const inMigration: Edit = {
  file: 'subgraphs/notifications/migrations/0000_notifications.sql',
  search: 'CREATE TABLE "notifications"',
  replace: 'CREATE TABLE /* planted */ "notifications"',
};
const mistake = (...edits: Edit[]) => ({ name: 'a mistake', process: 'notifications' as const, edits });

test('a bundle has the mistake in its sources and its migrations, and is gone afterwards', async () => {
  const planted = await plant(mistake(once, inMigration));
  const path = planted.bundles.notifications!;
  expect(readFileSync(path, 'utf8')).toContain('1234 * 2 **');
  expect(readFileSync(path.replace('dist/main.mjs', 'migrations/0000_notifications.sql'), 'utf8')).toContain('planted');
  planted[Symbol.dispose]();
  expect(existsSync(path)).toBe(false);
});

test('a mistake whose place is gone, is there twice or belongs to another process is not planted', async () => {
  await expect(plant(mistake({ ...once, search: 'nowhere' }))).rejects.toThrow('found 0 times instead of once');
  await expect(plant(mistake({ ...once, search: 'sql' }))).rejects.toThrow(/found \d+ times instead of once/);
  await expect(plant(mistake({ ...once, file: 'subgraphs/users/src/main.ts' }))).rejects.toThrow('not part of');
});

test.each([...raceMistakes, ...chaosMistakes])('the place of this mistake is there: $name', ({ edits }) => {
  for (const { file, search } of edits)
    expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8').split(search), file).toHaveLength(2);
});
