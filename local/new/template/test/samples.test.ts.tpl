import { randomUUID } from 'node:crypto';
import { askTogether, newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { samples } from '../src/subgraph.ts';

const shop = await testSubgraph(samples);
afterAll(() => shop.stop());

const CREATE =
  'mutation ($input: CreateSampleInput!) { createSample(input: $input) { sample { id text } userErrors { code } } }';
const READ = 'query ($id: ID!) { sample(id: $id) { text } }';
const create = async (viewer: ReturnType<typeof newViewer> | null, text: string, idempotencyKey = randomUUID()) =>
  shop.as(viewer)(CREATE, { input: { text, idempotencyKey } });
const textsOf = async (userId: string) =>
  (await shop.db.execute(sql`SELECT text FROM samples WHERE user_id = ${userId} ORDER BY id`)).map(({ text }) => text);

test('who wrote it sees it, and staff; for everybody else there is none', async () => {
  const [ada, eve] = [newViewer(), newViewer()];
  const { data } = await create(ada, '  Sturdy. ');
  const { id } = data.createSample.sample;
  expect(data.createSample).toEqual({ sample: { id, text: 'Sturdy.' }, userErrors: [] });

  for (const viewer of [ada, newViewer(['STAFF'])])
    expect((await shop.as(viewer)(READ, { id })).data.sample).toEqual({ text: 'Sturdy.' });
  for (const viewer of [eve, null]) expect((await shop.as(viewer)(READ, { id })).data.sample).toBeNull();
});

test('who is not signed in writes nothing', async () => {
  const { errors } = await create(null, 'Nobody was here');
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  expect([...(await shop.db.execute(sql`SELECT 1 FROM samples WHERE text = 'Nobody was here'`))]).toEqual([]);
});

test('a double click writes one; the same key with another text is refused and nothing changes', async () => {
  const ada = newViewer();
  const key = randomUUID();
  const [first, second] = await Promise.all([create(ada, 'Sturdy.', key), create(ada, 'Sturdy.', key)]);
  expect(second.data).toEqual(first.data);
  expect(await textsOf(ada.id)).toEqual(['Sturdy.']);

  const { errors } = await create(ada, 'Flimsy.', key);
  expect(errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  expect(await textsOf(ada.id)).toEqual(['Sturdy.']);
});

test('many are found with one statement', async () => {
  const ada = newViewer();
  const ids: string[] = [];
  for (const text of ['One', 'Two', 'Three']) ids.push((await create(ada, text)).data.createSample.sample.id);
  const { together, alone, statements } = await askTogether(shop, {
    viewer: ada,
    type: 'Sample',
    ids,
    selection: 'text',
  });
  expect(together).toEqual([{ text: 'One' }, { text: 'Two' }, { text: 'Three' }]);
  expect(together).toEqual(alone);
  expect(statements).toBe(1);
});
