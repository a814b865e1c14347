import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { filesOf } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sweepExports } from '../src/dataExport/dataExport.service.ts';
import { ADDRESS, openUsers } from './world.ts';

const world = await openUsers();
const { shop, register, viewerOf, kept } = world;
afterAll(() => shop.stop());
beforeEach(() => kept.clear());

const ASK = 'mutation { exportMyData { uploadId url expiresAt userErrors { code path } } }';
const ask = async (session: object): Promise<any> => (await viewerOf(session)(ASK)).data.exportMyData;
const ready = async (userId: string) =>
  (await shop.published()).filter(({ type, payload }) => type === 'DataExportReady' && payload.userId === userId);
const keysOf = async (userId: string): Promise<string[]> =>
  [
    ...(await shop.db.execute<{ key: string }>(
      sql`SELECT file_key AS key FROM data_exports WHERE user_id = ${userId}`,
    )),
  ].map(({ key }) => key);
const fileAt = async (key: string) => {
  const file = await filesOf(shop.service).get(key);
  return file && unzipSync(await buffer(file.stream));
};
const pageOf = (domain: string, list: string, ...pages: unknown[][]) =>
  kept.set(domain, async ({ after }) => {
    const number = Number(after ?? 0);
    return { data: { [list]: pages[number] }, next: number + 1 < pages.length ? String(number + 1) : null };
  });

test('one file with what all domains keep, page after page, and a mail with a link that holds for a day', async () => {
  const ada = await register();
  const { id } = ada.user;
  await viewerOf(ada)('mutation ($input: CreateAddressInput!) { createAddress(input: $input) { address { id } } }', {
    input: { address: ADDRESS },
  });
  await shop.db.execute(sql`UPDATE users SET note = 'Likes oak' WHERE id = ${id}`);
  await shop.db.execute(
    sql`INSERT INTO linked_accounts (id, user_id, provider, issuer, subject, email) VALUES ('link_1', ${id}, 'GOOGLE', 'https://accounts.google.com', '1234', 'ada@mail.example')`,
  );
  pageOf('orders', 'orders', [{ number: 'SG-1' }], [{ number: 'SG-2' }], [{ number: 'SG-3' }]);
  pageOf('carts', 'carts', [{ id: 'cart_1' }]);

  expect(await ask(ada)).toEqual({
    uploadId: expect.stringMatching(/^exp_/),
    url: null,
    expiresAt: null,
    userErrors: [],
  });
  await shop.runJobs();

  const [told] = await ready(id);
  expect(told).toMatchObject({ subscriber: 'notifications', payload: { email: ada.user.email } });
  const [key] = await keysOf(id);
  const link = new URL(told!.payload.link);
  expect(link.pathname).toBe(`/media/users/${key}`);
  expect(Number(link.searchParams.get('expires')) - Date.now() / 1_000).toBeGreaterThan(23.9 * 3_600);
  expect(Number(link.searchParams.get('expires')) - Date.now() / 1_000).toBeLessThanOrEqual(24 * 3_600);
  const files = (await fileAt(key!))!;
  expect(Object.keys(files).sort()).toEqual([
    ...['carts.json', 'notifications.json', 'orders.json', 'payments.json', 'readme.txt', 'users.json'],
  ]);
  const json = (name: string) => JSON.parse(strFromU8(files[name]!));
  expect(json('orders.json')).toEqual({ orders: [{ number: 'SG-1' }, { number: 'SG-2' }, { number: 'SG-3' }] });
  expect(json('users.json')).toMatchObject({
    ...{ id, email: ada.user.email, displayName: 'Ada', note: 'Likes oak' },
    addresses: [ADDRESS],
    sessions: [{ id: ada.session.id }],
    linkedAccounts: [{ provider: 'GOOGLE', subject: '1234', email: 'ada@mail.example' }],
  });
  expect(strFromU8(files['users.json']!)).not.toMatch(/password|argon2|secret/i);
  expect([...(await shop.db.execute(sql`SELECT 1 FROM data_export_pages`))]).toEqual([]);
});

test('asking while one is made names that one, also when both ask at once', async () => {
  const ada = await register();
  const asked = await Promise.all(Array.from({ length: 5 }, () => ask(ada)));
  expect(new Set(asked.map(({ uploadId }) => uploadId)).size).toBe(1);
  await shop.runJobs();
  expect(await ready(ada.user.id)).toHaveLength(1);
});

test('while a domain is away nothing is lost: what the others have answered is not asked again', async () => {
  const ada = await register();
  let asked = 0;
  kept.set('carts', async () => {
    asked++;
    return { data: { carts: [] }, next: null };
  });
  kept.set('orders', async ({ after }) => {
    if (after === '1') throw new Error('down');
    return { data: { orders: [{ number: 'SG-1' }] }, next: '1' };
  });
  await ask(ada);
  await shop.runJobs();
  expect(await ready(ada.user.id)).toEqual([]);

  const pages: (string | null)[] = [];
  kept.set('orders', async ({ after }) => {
    pages.push(after);
    return { data: { orders: [{ number: 'SG-2' }] }, next: null };
  });
  await shop.runJobs({ skipDelays: true });
  expect([asked, pages]).toEqual([1, ['1']]);
  const [key] = await keysOf(ada.user.id);
  expect(JSON.parse(strFromU8((await fileAt(key!))!['orders.json']!))).toEqual({
    orders: [{ number: 'SG-1' }, { number: 'SG-2' }],
  });
});

test('a day has three of them', async () => {
  const ada = await register();
  for (let i = 0; i < 3; i++) {
    expect((await ask(ada)).userErrors).toEqual([]);
    await shop.runJobs();
  }
  await shop.db.execute(
    sql`UPDATE data_exports SET requested_at = now() - interval '20 hours' WHERE id = (SELECT min(id) FROM data_exports WHERE user_id = ${ada.user.id})`,
  );
  const { data, errors } = await viewerOf(ada)(ASK);
  const { code, retryAfterInSeconds } = errors![0].extensions;
  expect([data, code, Math.round(retryAfterInSeconds / 60)]).toEqual([null, 'RATE_LIMITED', 4 * 60]);
  await shop.db.execute(
    sql`UPDATE data_exports SET requested_at = now() - interval '25 hours' WHERE user_id = ${ada.user.id}`,
  );
  expect((await ask(ada)).userErrors).toEqual([]);
});

test('the file goes when its link has ended, and not before', async () => {
  const ada = await register();
  await ask(ada);
  await shop.runJobs();
  const [key] = await keysOf(ada.user.id);
  await shop.runJobs({ periodic: true });
  expect(await fileAt(key!)).not.toBeNull();
  await shop.db.execute(sql`UPDATE data_exports SET expires_at = now() WHERE user_id = ${ada.user.id}`);
  await shop.runJobs({ periodic: true });
  expect(await fileAt(key!)).toBeNull();
  expect(await keysOf(ada.user.id)).toEqual([]);
});

test('however many links have ended, all their files go', async () => {
  const ada = await register();
  await shop.db.execute(sql`
    INSERT INTO data_exports (id, user_id, file_key, expires_at)
    SELECT 'exp_' || n, ${ada.user.id}, 'exports/exp_' || n || '/' || md5(n::text) || '/my-data.zip', now() - interval '1 minute' FROM generate_series(1, 250) n`);
  await sweepExports(shop.service);
  expect(await keysOf(ada.user.id)).toEqual([]);
  const [asked] = await shop.db.execute<{ files: number }>(
    sql`SELECT sum(jsonb_array_length(payload -> 'keys'))::int AS files FROM jobs WHERE name = 'deleteFiles' AND payload::text LIKE '%exports/exp_%'`,
  );
  expect(asked).toEqual({ files: 250 });
});

test('a file that was made and not noted goes after a day', async () => {
  const store = filesOf(shop.service);
  const [old, young] = ['exports/exp_old/left.zip', 'exports/exp_young/left.zip'];
  for (const key of [old, young]) await store.put(key, Buffer.from('left'), { contentType: 'application/zip' });
  const before = new Date(Date.now() - 26 * 3_600_000);
  await utimes(join(String(shop.service.env.FILES_FOLDER), 'users', 'files', old), before, before);
  await shop.runJobs({ periodic: true });
  const left: string[] = [];
  for await (const { key } of store.list('exports/')) left.push(key);
  expect(left).toContain(young);
  expect(left).not.toContain(old);
});

test('of an account that is deleted meanwhile nobody gets a file', async () => {
  const ada = await register();
  const { id } = ada.user;
  kept.set('notifications', async () => {
    await shop.db.execute(
      sql`UPDATE users SET deletion_requested_at = now(), deletion_due_at = now() WHERE id = ${id}`,
    );
    await world.deleteDue();
    return { data: {}, next: null };
  });
  await ask(ada);
  await shop.runJobs();
  await shop.runJobs({ skipDelays: true });
  expect(await ready(id)).toEqual([]);
  expect(await keysOf(id)).toEqual([]);
  for await (const { key } of filesOf(shop.service).list('exports/')) expect(key).not.toContain(id);
});
