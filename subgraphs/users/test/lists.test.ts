import { newId } from '@storegraph/kit';
import { askTogether, newViewer, PAGE, pageThrough, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('the list of accounts', () => {
  const LIST = `query ($query: String, $role: Role, $first: Int, $after: String, $last: Int, $before: String) {
    users(query: $query, role: $role, first: $first, after: $after, last: $last, before: $before) ${PAGE} }`;
  const list = async (variables: object, roles = ['STAFF']) => {
    const { data, errors } = await shop.as(newViewer(roles))(LIST, variables as Record<string, unknown>);
    if (errors) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
    return data.users;
  };
  const names = new Map<string, string>();
  const namesOf = async (variables: object) => {
    const { nodes, totalCount } = await list({ first: 100, ...variables });
    expect(totalCount).toBe(nodes.length);
    return nodes
      .map(({ id }: { id: string }) => names.get(id))
      .toSorted()
      .join(' ');
  };
  beforeAll(async () => {
    await shop.db.execute(sql`TRUNCATE users CASCADE`);
    const accounts = [
      ['ada', 'Ada.Winter@shop.example', 'Countess', '{CUSTOMER}'],
      ['sam', 'sam@shop.example', 'Sam 100% Winter', '{CUSTOMER,STAFF}'],
      ['root', 'root@shop.example', null, '{ADMIN}'],
      ['eve', 'eve_one@other.example', 'Eve', '{CUSTOMER}'],
      ['bob', 'bob-one@other.example', 'Bob', '{STAFF}'],
    ] as const;
    for (const [index, [name, email, displayName, roles]] of accounts.entries()) {
      const id = newId('usr');
      names.set(id, name);
      // two at a time came at the same moment
      await shop.db.execute(
        sql`INSERT INTO users (id, email, email_key, display_name, password_hash, roles, created_at)
          VALUES (${id}, ${email}, ${email.toLowerCase()}, ${displayName}, 'x', ${roles}::user_role[], '2026-01-01'::timestamptz + ${Math.floor(index / 2)} * interval '1 second')`,
      );
    }
  });

  test.each<[object, string]>([
    [{}, 'ada bob eve root sam'],
    [{ query: 'winter' }, 'ada sam'],
    [{ query: 'WINTER@' }, 'ada'],
    [{ query: 'countess' }, 'ada'],
    [{ query: 'other.example' }, 'bob eve'],
    [{ query: '100%' }, 'sam'],
    [{ query: '%' }, 'sam'],
    [{ query: 'eve_' }, 'eve'],
    [{ query: '_one' }, 'eve'],
    [{ query: '\\' }, ''],
    [{ role: 'CUSTOMER' }, 'ada eve sam'],
    [{ role: 'STAFF' }, 'bob sam'],
    [{ role: 'ADMIN' }, 'root'],
    [{ role: 'STAFF', query: 'winter' }, 'sam'],
    [{ role: 'ADMIN', query: 'winter' }, ''],
  ])('%j shows: %s', async (variables, expected) => {
    expect(await namesOf(variables)).toBe(expected);
  });

  test('the newest come first, and those of one moment by their id, from either end', async () => {
    const expected = [...(await shop.db.execute(sql`SELECT id FROM users ORDER BY created_at DESC, id DESC`))].map(
      ({ id }) => String(id),
    );
    for (const size of [1, 2])
      expect(await pageThrough((page) => list(page), size)).toEqual({
        forwards: expected,
        backwards: expected,
        totalCount: 5,
      });
  });

  test('no account is passed over between pages, although the database counts microseconds and a cursor does not', async () => {
    await shop.db.execute(sql`UPDATE users SET created_at = '2026-01-02'::timestamptz + place.ms * interval '1 millisecond'
      FROM (SELECT id, (ARRAY[1.9, 1.2, 1.7, 2.6, 2.5])[row_number() OVER (ORDER BY id)] AS ms FROM users) AS place WHERE place.id = users.id`);
    const expected = [
      ...(await shop.db.execute(
        sql`SELECT id FROM users ORDER BY date_trunc('milliseconds', created_at) DESC, id DESC`,
      )),
    ].map(({ id }) => String(id));
    for (const size of [1, 2])
      expect(await pageThrough((page) => list(page), size)).toEqual({
        forwards: expected,
        backwards: expected,
        totalCount: 5,
      });
  });

  test('customers see no list, and a query has one to a hundred characters', async () => {
    await expect(list({}, ['CUSTOMER'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await list({ query: 'x'.repeat(100) })).nodes).toEqual([]);
    for (const query of ['', 'x'.repeat(101), 'a\0'])
      await expect(list({ query })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'query' });
  });
});

test('an address book shows the default first, then the oldest', async () => {
  const [{ id }] = (await shop.db.execute(sql`SELECT id FROM users LIMIT 1`)) as any;
  for (const [index, line1] of ['second', 'third', 'default', 'first'].entries())
    await shop.db.execute(
      sql`INSERT INTO addresses (id, user_id, full_name, line1, city, postal_code, country_code, is_default, created_at)
        VALUES (${newId('addr')}, ${id}, 'Ada', ${line1}, 'Oakland', '94607', 'US', ${line1 === 'default'}, now() + ${line1 === 'first' ? -1 : index} * interval '1 minute')`,
    );
  const { data } = await shop.as({ ...newViewer(), id })('{ me { addresses { line1 } defaultAddress { line1 } } }');
  expect(data.me.addresses.map(({ line1 }: { line1: string }) => line1)).toEqual([
    'default',
    'first',
    'second',
    'third',
  ]);
  expect(data.me.defaultAddress).toEqual({ line1: 'default' });
  await shop.db.execute(sql`UPDATE addresses SET is_default = false WHERE user_id = ${id}`);
  expect(
    (await shop.as({ ...newViewer(), id })('{ me { defaultAddress { line1 } } }')).data.me.defaultAddress,
  ).toBeNull();
});
