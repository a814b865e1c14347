import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Connection, connect } from '@storegraph/kit';
import { rowsWith } from '@storegraph/kit/testing';
import { strFromU8, unzipSync } from 'fflate';
import { buildSchema, isEnumType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../local/system/layout.ts';
import { lastingViolations, openCopy } from '../invariants/invariants.ts';
import { furnish } from '../../test/access/cast.ts';
import { createCatalogue } from '../../test/access/catalogue.ts';
import { booksAgree } from '../../test/books.ts';
import { type Shopper, until } from '../../test/shop.ts';
import { runningWorld } from '../../test/world.ts';

const world = runningWorld({ single: true });

let databases: [string, Connection][] = [];
beforeAll(() => {
  databases = domains.map((domain) => [domain, connect(world.system.databaseUrl(domain), { pool: 2 })]);
});
afterAll(() => Promise.all(databases.map(([, { close }]) => close())));

/** All rows of all databases that have a text in them, wherever it stands. */
async function allRowsWith(text: string): Promise<string[]> {
  const found = await Promise.all(
    databases.map(async ([domain, { db }]) =>
      (await rowsWith(db, text)).map(({ table, row }) => `${domain}.${table} ${row}`),
    ),
  );
  return found.flat();
}

const atStripe = async (text: string): Promise<string[]> => {
  const response = await fetch(`${world.system.stripeUrl}/_local/dump`, { method: 'POST', body: '{}' });
  const dump = (await response.json()) as Record<string, { id: string }[]>;
  const { customers, payment_methods } = dump;
  return [...(customers ?? []), ...(payment_methods ?? [])]
    .map((one) => JSON.stringify(one))
    .filter((one) => one.includes(text));
};

type Customer = Awaited<ReturnType<typeof furnish>>;

async function finish(staff: Shopper, { orders, shopper }: Customer): Promise<void> {
  const key = () => ({ idempotencyKey: randomUUID() });
  const cancel = { orderId: orders.open.id, reason: 'Olga has changed her mind', ...key() };
  await shopper.run('cancelOrder', 'CancelOrderInput', cancel, 'order { id }');
  const parcel = { orderId: orders.paid.id, carrier: 'Parcel Post', trackingNumber: 'Olga-PP-3', ...key() };
  await staff.run('fulfillOrder', 'FulfillOrderInput', parcel, 'order { id }');
  for (const { id: orderId } of [orders.paid, orders.shipped])
    await staff.run('markDelivered', 'MarkDeliveredInput', { orderId }, 'order { id }');
}

/** The JSON files of the archive that the mail leads to. */
async function exportOf({ shopper, email }: Customer): Promise<string[]> {
  await shopper.graph('mutation { exportMyData { uploadId } }');
  const mails = await until(
    () => world.mailsTo(email),
    (all) => all.some(({ subject }) => subject === 'Your data is ready'),
  );
  const { text } = mails.find(({ subject }) => subject === 'Your data is ready')!;
  const link = /http\S+/.exec(text)![0];
  expect((await fetch(link.replace(/signature=./, 'signature=_'))).status).toBe(404);
  const response = await fetch(link);
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return Object.entries(files)
    .filter(([name]) => name.endsWith('.json'))
    .map(([, bytes]) => strFromU8(bytes));
}

const graph = buildSchema(readFileSync('packages/client/schema.graphql', 'utf8'));
/** Fields of the graph, and values of its enums. */
const namesOfTheGraph = new Set(
  Object.values(graph.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) return type.getValues().map(({ name }) => name);
    return isObjectType(type) ? Object.keys(type.getFields()) : [];
  }),
);

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    name,
    ...(name === 'kind' ? [String(inner)] : namesIn(inner)),
  ]);
}

/** What is kept of a person and nobody can ask the graph for. */
const ONLY_IN_THE_EXPORT = [
  ...['addedAt', 'carts', 'confirmedAt', 'credentialId', 'emailChanges', 'failures', 'file', 'formerEmail'],
  ...['isDefault', 'issuer', 'key', 'lastAt', 'revokedAt', 'succeededAt', 'text', 'triesToSignIn'],
];

/** By what she is known to her device and to Google: without her name in it. */
async function knownElsewhereBy({ id, passkeyId }: Customer): Promise<string[]> {
  const [of] = await world.inDatabase(
    'users',
    (sql) => sql`
      SELECT credential_id, subject FROM passkeys JOIN linked_accounts USING (user_id) WHERE user_id = ${id}`,
  );
  return [passkeyId, of!.credential_id, of!.subject];
}

/** How many mails an asker has caused, for a day: where askers are is theirs, and the addresses stand elsewhere, too. */
const ABOUT_ASKERS = 'users.unasked_mails ';

/** Everything about Olga that she or others have said: whatever has her name in it, wherever it is kept. */
async function seededValues({ id, addressIds, orders, paymentMethodId }: Customer, elsewhere: string[]) {
  const values = new Set<string>([
    id,
    paymentMethodId,
    ...elsewhere,
    ...addressIds,
    ...Object.values(orders).map(({ number }) => number),
  ]);
  for (const row of await allRowsWith('olga')) {
    if (row.startsWith(ABOUT_ASKERS)) continue;
    for (const [value] of row.matchAll(/[\w.+@ -]*olga[\w.+@ -]*/gi)) values.add(value.trim());
  }
  return [...values].map((value) => ({ name: value, value }));
}

/** What of a deleted account is not there any more looks like this to whoever may look. */
const lookAt = async (staff: Shopper, userId: string): Promise<any> =>
  (
    await staff.graph(
      `query ($id: ID!) { user(id: $id) { status email displayName orders(first: 20) { nodes {
        email number totals { total { amount } tax { amount } } items { title quantity }
        shippingAddress { fullName line1 city postalCode region countryCode } shipments { trackingNumber } payments { amount { amount } method { last4 } } } } } }`,
      { id: userId },
    )
  ).data.user;

test('after a deletion nothing about the customer is left, in no database and at no Stripe, and the books still agree', async () => {
  const staff = await world.staff();
  const catalogue = await createCatalogue(staff);
  const olga = await furnish(world, staff, 'Olga', catalogue);
  const { id, shopper } = olga;
  expect((await allRowsWith('olga')).length).toBeGreaterThan(30);
  const files = await exportOf(olga);
  const names = new Set(files.flatMap((file) => namesIn(JSON.parse(file))));
  expect([...names].filter((name) => !namesOfTheGraph.has(name)).sort()).toEqual(ONLY_IN_THE_EXPORT);
  const exported = files.join('\n');
  const elsewhere = await knownElsewhereBy(olga);
  for (const { name, value } of await seededValues(olga, elsewhere))
    expect([name, exported.includes(value)]).toEqual([name, true]);
  const customerId = (
    await world.inDatabase(
      'payments',
      (sql) => sql`SELECT stripe_customer_id AS id FROM customers WHERE user_id = ${id}`,
    )
  )[0]!.id as string;
  expect(await atStripe(customerId)).not.toEqual([]);
  const input = { currentPassword: 'a rather long password', reason: 'Olga shops elsewhere' };
  const { notice } = await shopper.run('deleteMyAccount', 'DeleteMyAccountInput', input, 'accepted notice');
  expect(notice).toMatch(/^3 orders of yours are still open/);
  await until(
    () => world.mailsTo(olga.email),
    (mails) => mails.some(({ subject }) => subject === 'Your account is going to be deleted'),
  );
  const comesDue = () =>
    world.inDatabase('users', async (sql) => {
      await sql`UPDATE users SET deletion_due_at = now() WHERE id = ${id}`;
      await sql`UPDATE jobs SET run_at = now() WHERE name = 'deleteDueAccounts'`;
      await sql`SELECT pg_notify('storegraph_wake', 'jobs')`;
    });
  const dueAt = async () =>
    (
      await world.inDatabase('users', (sql) => sql`SELECT deletion_due_at > now() AS later FROM users WHERE id = ${id}`)
    )[0]!;
  await comesDue();
  await until(dueAt, ({ later }) => later === true);

  await finish(staff, olga);
  await world.settled();
  const before = await lookAt(staff, id);
  await comesDue();

  await until(
    () => allRowsWith('olga'),
    (rows) => rows.length === 0,
  );
  await until(
    () => atStripe(customerId),
    (left) => left.length === 0,
  );
  await world.settled();
  for (const value of [...elsewhere, ...olga.addressIds]) expect(await allRowsWith(value)).toEqual([]);
  const after = await lookAt(staff, id);
  expect(after).toMatchObject({ status: 'DELETED', email: `${id}@deleted.invalid`, displayName: null });
  expect(after.orders.nodes).toHaveLength(5);
  for (const [index, order] of after.orders.nodes.entries()) {
    const { number, totals, items } = before.orders.nodes[index];
    expect(order).toMatchObject({ number, totals, items, email: null });
    expect(order.shippingAddress).toEqual({
      ...{ fullName: '–', line1: '–', city: '–', postalCode: '–' },
      ...{ region: 'CA', countryCode: 'US' },
    });
    expect(order.shipments.every((one: any) => one.trackingNumber === '–')).toBe(true);
    expect(order.payments.every((one: any) => one.method === null)).toBe(true);
  }
  await booksAgree(world);
  const sources = {
    databaseUrl: (domain: (typeof domains)[number]) => world.system.databaseUrl(domain),
    stripeUrl: world.system.stripeUrl,
  };
  const copy = await openCopy();
  try {
    expect(await lastingViolations(copy, sources)).toEqual([]);
  } finally {
    await copy.close();
  }
});
