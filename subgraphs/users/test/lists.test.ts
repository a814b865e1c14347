import { newId } from '@storegraph/kit';
import { askTogether, newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from '../src/seed/seed.ts';
import { users } from '../src/subgraph.ts';

const shop = await testSubgraph(users);
const ids: string[] = [];
beforeAll(async () => {
  await seed(shop.url);
  for (const { id } of await shop.db.execute<{ id: string }>(sql`SELECT id FROM users ORDER BY id`)) {
    ids.push(id);
    for (const line1 of ['1 Mill Lane', '2 Mill Lane'])
      await shop.db.execute(
        sql`INSERT INTO addresses (id, user_id, full_name, line1, city, region, postal_code, country_code) VALUES (${newId('addr')}, ${id}, 'Ada', ${line1}, 'Oakland', 'CA', '94607', 'US')`,
      );
  }
});
afterAll(() => shop.stop());

test('addresses of many accounts take one statement, and those of each are its own', async () => {
  const { together, alone, statements } = await askTogether(shop, {
    viewer: newViewer(['STAFF']),
    type: 'User',
    ids,
    selection: 'email addresses { line1 } defaultAddress { line1 }',
  });
  expect(together).toEqual(alone);
  expect(together.filter(({ addresses }) => addresses.length >= 2)).toHaveLength(ids.length);
  expect(statements).toBe(2);
});

test('sessions of an account that comes up many times take one statement', async () => {
  const { together, statements } = await askTogether(shop, {
    viewer: { ...newViewer(), id: ids[0]! },
    type: 'User',
    ids: [ids[0]!, ids[0]!, ids[0]!],
    selection: 'sessions { id }',
  });
  expect(together).toEqual(Array(3).fill({ sessions: [] }));
  expect(statements).toBe(2);
});

test('a page of accounts with their number and addresses takes three statements', async () => {
  const LIST =
    '{ users(first: 2, query: "storegraph", role: CUSTOMER) { totalCount nodes { email addresses { line1 } } } }';
  shop.statements.count = 0;
  const { data } = await shop.as(newViewer(['STAFF']))(LIST);
  expect(data.users.nodes).toHaveLength(2);
  expect(shop.statements.count).toBe(3);
});
