import { newViewer, PAGE, pageThrough } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { codesOf, openUsers, SESSION } from './world.ts';

const world = await openUsers();
const { shop, guest, register, viewerOf, newEmail } = world;
afterAll(() => shop.stop());
const clerk = await register();
await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,STAFF}' WHERE id = ${clerk.user.id}`);
const staff = shop.as({ id: clerk.user.id, roles: ['CUSTOMER', 'STAFF'], sessionId: clerk.session.id });

type Caller = typeof guest;
const mutation = async (
  as: Caller,
  name: string,
  inputType: string,
  selection: string,
  input: object,
): Promise<any> => {
  const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { code path } } }`;
  const result = await as(document, { input });
  return result.errors ? { refused: codesOf(result), field: result.errors[0]?.extensions.field } : result.data[name];
};

describe('consent to mails that advertise', () => {
  const CONSENT = 'marketingConsent { given at source }';
  const say = (as: Caller, given: boolean) =>
    mutation(as, 'setMarketingConsent', 'SetMarketingConsentInput', `user { ${CONSENT} }`, { given });
  const records = async (userId: string) => [
    ...(await shop.db.execute(sql`SELECT given, source FROM consents WHERE user_id = ${userId} ORDER BY id`)),
  ];

  test('nobody who said nothing has given it', async () => {
    const ada = await register();
    const { data } = await viewerOf(ada)(`{ me { ${CONSENT} } }`);
    expect(data.me.marketingConsent).toEqual({ given: false, at: null, source: null });
  });

  test('it can be given when somebody registers, and is dated', async () => {
    const { data } = await guest(`mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`, {
      input: { email: newEmail(), password: 'a rather long password', marketingConsent: true },
    });
    const me = await viewerOf(data.register)(`{ me { ${CONSENT} } }`);
    expect(me.data.me.marketingConsent).toEqual({ given: true, at: expect.any(String), source: 'REGISTRATION' });
  });

  test('each change of mind is kept, the same again is not', async () => {
    const ada = await register();
    const as = viewerOf(ada);
    await say(as, false);
    expect((await say(as, true)).user.marketingConsent).toMatchObject({ given: true, source: 'ACCOUNT' });
    await say(as, true);
    expect((await say(as, false)).user.marketingConsent).toMatchObject({ given: false, source: 'ACCOUNT' });
    expect(await records(ada.user.id)).toEqual([
      { given: true, source: 'ACCOUNT' },
      { given: false, source: 'ACCOUNT' },
    ]);
  });

  test('the same said twice at once is kept once', async () => {
    const ada = await register();
    await Promise.all(Array.from({ length: 6 }, () => say(viewerOf(ada), true)));
    expect(await records(ada.user.id)).toHaveLength(1);
  });
});

describe('language', () => {
  const choose = (as: Caller, input: object) =>
    mutation(as, 'updateProfile', 'UpdateProfileInput', 'user { locale displayName }', input);

  test('is kept in its canonical form, leaves the name alone, and can be taken back', async () => {
    const as = viewerOf(await register());
    expect((await choose(as, { locale: 'PT-br' })).user).toEqual({ locale: 'pt-BR', displayName: 'Ada' });
    expect((await choose(as, { displayName: 'Ada W' })).user).toEqual({ locale: 'pt-BR', displayName: 'Ada W' });
    expect((await choose(as, { locale: null })).user).toEqual({ locale: null, displayName: 'Ada W' });
  });

  test.each(['english!', '', 'de_DE', 'x', `en-${'a'.repeat(40)}`])('%j is no language', async (locale) => {
    const as = viewerOf(await register());
    expect(await choose(as, { locale })).toEqual({ refused: ['BAD_USER_INPUT'], field: 'locale' });
  });
});

describe('what staff write down', () => {
  const write = (as: Caller, input: object) =>
    mutation(as, 'updateCustomerNote', 'UpdateCustomerNoteInput', 'user { note }', input);

  test('is for staff only, and can be taken away', async () => {
    const ada = await register();
    const userId = ada.user.id;
    expect((await write(staff, { userId, note: ' Prefers\nto be called ' })).user.note).toBe('Prefers\nto be called');
    expect((await viewerOf(ada)('{ me { note } }')).data.me.note).toBeNull();
    expect(await write(viewerOf(ada), { userId, note: 'mine' })).toMatchObject({ refused: ['FORBIDDEN'] });
    expect((await staff(`{ user(id: "${userId}") { note } }`)).data.user.note).toBe('Prefers\nto be called');
    expect((await write(staff, { userId, note: null })).user.note).toBeNull();
  });

  test('nobody who does not exist has one', async () => {
    const userId = newViewer().id;
    expect((await write(staff, { userId, note: 'x' })).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'userId'] },
    ]);
  });
});

describe('groups of customers', () => {
  const GROUP = 'customerGroup { id name description memberCount }';
  const create = (input: object, as = staff) =>
    mutation(as, 'createCustomerGroup', 'CreateCustomerGroupInput', GROUP, input);
  const update = (input: object) => mutation(staff, 'updateCustomerGroup', 'UpdateCustomerGroupInput', GROUP, input);
  const remove = (id: string) => mutation(staff, 'deleteCustomerGroup', 'CustomerGroupIdInput', GROUP, { id });
  const put = (userId: string, groupIds: string[], as = staff) =>
    mutation(as, 'setCustomerGroups', 'SetCustomerGroupsInput', 'user { groups { name } }', { userId, groupIds });
  const names = (answer: any): string[] | undefined => answer.user?.groups?.map(({ name }: any) => name);

  test('have a name of their own, in small and capital letters alike', async () => {
    const { customerGroup } = await create({ name: ' Wholesale ', description: 'Buys by the pallet' });
    expect(customerGroup).toMatchObject({ name: 'Wholesale', description: 'Buys by the pallet', memberCount: 0 });
    const taken = [{ code: 'CONFLICT', path: ['input', 'name'] }];
    expect((await create({ name: 'WHOLESALE' })).userErrors).toEqual(taken);
    const other = (await create({ name: 'Press' })).customerGroup;
    expect((await update({ id: other.id, name: 'wholesale' })).userErrors).toEqual(taken);
    expect((await update({ id: other.id, name: 'PRESS' })).customerGroup.name).toBe('PRESS');
    expect((await update({ id: other.id, description: 'Writes' })).customerGroup).toMatchObject({
      name: 'PRESS',
      description: 'Writes',
    });
    const { data } = await staff('{ customerGroups { name } }');
    expect(data.customerGroups).toEqual([{ name: 'PRESS' }, { name: 'Wholesale' }]);
  });

  test('of two made at once with one name one is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'Twins' })));
    expect(answers.filter(({ customerGroup }) => customerGroup)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toHaveLength(4);
  });

  test('customers are put into them, in place of those of before, and shoppers never see it', async () => {
    const ada = await register();
    const [a, b, c] = await Promise.all(['Alpha', 'Beta', 'Gamma'].map((name) => create({ name })));
    const ids = [a, b, c].map(({ customerGroup }) => customerGroup.id);
    expect(names(await put(ada.user.id, [ids[1], ids[0]]))).toEqual(['Alpha', 'Beta']);
    expect(names(await put(ada.user.id, [ids[2]]))).toEqual(['Gamma']);
    const { data } = await staff('{ customerGroups { name memberCount } }');
    expect(data.customerGroups).toEqual(
      expect.arrayContaining([
        { name: 'Alpha', memberCount: 0 },
        { name: 'Gamma', memberCount: 1 },
      ]),
    );
    expect((await viewerOf(ada)('{ me { groups { name } } }')).data.me.groups).toBeNull();
    expect(codesOf(await viewerOf(ada)('{ customerGroups { name } }'))).toEqual(['FORBIDDEN']);
    expect(await put(ada.user.id, [ids[0]], viewerOf(ada))).toMatchObject({ refused: ['FORBIDDEN'] });
    expect(names(await put(ada.user.id, []))).toEqual([]);
  });

  test('one that does not exist is named, and the groups of before stay', async () => {
    const ada = await register();
    const { customerGroup } = await create({ name: 'Friends' });
    await put(ada.user.id, [customerGroup.id]);
    const nowhere = 'grp_00000000000000000000000000';
    expect((await put(ada.user.id, [customerGroup.id, nowhere])).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'groupIds', '1'] },
    ]);
    const { data } = await staff(`{ user(id: "${ada.user.id}") { groups { name } } }`);
    expect(data.user.groups).toEqual([{ name: 'Friends' }]);
    expect((await put(newViewer().id, [])).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'userId'] }]);
  });

  test('who was in one that is deleted stays a customer', async () => {
    const ada = await register();
    const { customerGroup } = await create({ name: 'Short-lived' });
    await put(ada.user.id, [customerGroup.id]);
    expect((await remove(customerGroup.id)).customerGroup.name).toBe('Short-lived');
    expect((await remove(customerGroup.id)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    const { data } = await staff(`{ user(id: "${ada.user.id}") { email groups { name } } }`);
    expect(data.user).toEqual({ email: ada.user.email, groups: [] });
  });

  test('the groups of a page of customers are one statement', async () => {
    shop.statements.ofQueries = 0;
    const { data } = await staff('{ users(first: 20) { nodes { groups { name } marketingConsent { given } } } }');
    expect(data.users.nodes.length).toBeGreaterThan(3);
    expect(shop.statements.ofQueries).toBe(3);
  });

  test('there are 200 at most', async () => {
    await shop.db.execute(sql`
      INSERT INTO customer_groups (id, name, name_key) SELECT 'grp_' || lpad(n::text, 26, '0'), 'many ' || n, 'many ' || n FROM generate_series(1, 200) n`);
    expect((await create({ name: 'One too many' })).userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input'] }]);
    await shop.db.execute(sql`DELETE FROM customer_groups WHERE name LIKE 'many %'`);
  });
});

describe('the list of accounts', () => {
  const list = async (args: string, variables?: Record<string, unknown>): Promise<any> => {
    const result = await staff(`query ${args}`, variables);
    return result.errors ? codesOf(result) : result.data.users.nodes.map(({ email }: any) => email);
  };
  const found = (filter: object, sort = 'OLDEST') =>
    list(
      '($filter: UserFilter, $sort: UserSort!) { users(first: 100, filter: $filter, sort: $sort) { nodes { email } } }',
      {
        filter,
        sort,
      },
    );

  test('is filtered by each condition, and by all that are given', async () => {
    const [ada, bob, eve] = [
      await register('zoe.filter@shop.example'),
      await register('bob.filter@shop.example'),
      await register('eve.filter@shop.example'),
    ];
    await shop.db.execute(sql`
      UPDATE users SET status = 'DISABLED' WHERE id = ${eve.user.id}`);
    await shop.db.execute(sql`
      UPDATE users SET created_at = '2020-05-05T12:00:00Z' WHERE id = ${bob.user.id}`);
    const { customerGroup } = await mutation(
      staff,
      'createCustomerGroup',
      'CreateCustomerGroupInput',
      'customerGroup { id }',
      { name: 'Filtered' },
    );
    await mutation(staff, 'setCustomerGroups', 'SetCustomerGroupsInput', 'user { id }', {
      userId: ada.user.id,
      groupIds: [customerGroup.id],
    });
    await shop.deliver('CustomerOrdered', { userId: bob.user.id, placedAt: '2026-01-02T03:04:05.678Z' });
    const query = '.filter@';
    const emails = [ada, bob, eve].map(({ user }) => user.email);

    expect(await found({ query }, 'EMAIL')).toEqual([emails[1], emails[2], emails[0]]);
    expect(await found({ query }, 'NEWEST')).toEqual([emails[2], emails[0], emails[1]]);
    expect(await found({ query, status: 'DISABLED' })).toEqual([emails[2]]);
    expect(await found({ query, status: 'ACTIVE' })).toEqual([emails[1], emails[0]]);
    expect(await found({ groupId: customerGroup.id })).toEqual([emails[0]]);
    expect(await found({ query, hasOrders: true })).toEqual([emails[1]]);
    expect(await found({ query, hasOrders: false })).toEqual([emails[0], emails[2]]);
    expect(await found({ query, createdTo: '2020-05-05T12:00:00Z' })).toEqual([]);
    expect(await found({ query, createdFrom: '2020-05-05T12:00:00Z', createdTo: '2020-05-05T12:00:01Z' })).toEqual([
      emails[1],
    ]);
    expect(await found({ query, createdFrom: '2020-05-05T12:00:01Z' })).toEqual([emails[0], emails[2]]);
    expect(await found({ query, role: 'STAFF' })).toEqual([]);
    expect(await found({ role: 'STAFF', query: clerk.user.email })).toEqual([clerk.user.email]);
    expect(await found({ query, status: 'ACTIVE', hasOrders: true, role: 'CUSTOMER' })).toEqual([emails[1]]);
    expect(await list(`{ users(query: "bob.filter", filter: { status: ACTIVE }) { nodes { email } } }`)).toEqual([
      emails[1],
    ]);
  });

  test.each(['createdFrom', 'createdTo'])(
    'takes as %s any moment that Postgres has, and refuses others',
    async (field) => {
      const FILTER = 'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }';
      for (const moment of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])
        expect((await staff(FILTER, { filter: { [field]: moment } })).data.users.totalCount).toEqual(
          expect.any(Number),
        );
      for (const moment of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00']) {
        const { errors } = await staff(FILTER, { filter: { [field]: moment } });
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
        expect(errors![0].message).toMatch(new RegExp(`${field}.*A DateTime lies within the years 1 to 9999, in UTC`));
      }
    },
  );

  test('says which of two ways of one condition is one too many', async () => {
    expect(await list('{ users(query: "a", filter: { query: "b" }) { nodes { email } } }')).toEqual(['BAD_USER_INPUT']);
    expect(await list('{ users(role: STAFF, filter: { role: ADMIN }) { nodes { email } } }')).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(await list('{ users(filter: { groupId: "usr_x" }) { nodes { email } } }')).toEqual(['BAD_USER_INPUT']);
    expect(await list('{ users(filter: { query: "" }) { nodes { email } } }')).toEqual(['BAD_USER_INPUT']);
  });

  test.each(['NEWEST', 'OLDEST', 'EMAIL'])('goes by pages in both directions, sorted by %s, ties too', async (sort) => {
    await shop.db.execute(sql`UPDATE users SET created_at = '2021-01-01' WHERE email LIKE '%.filter@shop.example'`);
    const filter = 'filter: { query: ".filter@" }';
    const all = await staff(`{ users(first: 100, ${filter}, sort: ${sort}) { nodes { id } } }`);
    const ids = all.data.users.nodes.map(({ id }: any) => id);
    const ask = async (page: object): Promise<any> => {
      const variables = '($first: Int, $after: String, $last: Int, $before: String)';
      const args = 'first: $first, after: $after, last: $last, before: $before';
      const { data } = await staff(`query ${variables} { users(${args}, ${filter}, sort: ${sort}) ${PAGE} }`, {
        ...page,
      });
      return data.users;
    };
    expect(ids).toHaveLength(3);
    expect(await pageThrough(ask, 1)).toEqual({ forwards: ids, backwards: ids, totalCount: 3 });
  });

  test('the first order that somebody placed counts, in whichever order two are heard of', async () => {
    const { user } = await register();
    for (const placedAt of ['2026-03-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'])
      await shop.deliver('CustomerOrdered', { userId: user.id, placedAt });
    expect(new Date((await world.rowOf(user.id)).first_order_at)).toEqual(new Date('2026-02-01'));
  });
});
