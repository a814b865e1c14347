import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { ADDRESS, openUsers } from './world.ts';

const { shop, register, viewerOf } = await openUsers();
afterAll(() => shop.stop());

const ANSWER = '{ address { id } userErrors { code path } }';

/** Somebody with an account, and what is in the address book. */
async function newOwner() {
  const session = await register();
  const ask = viewerOf(session);
  const run = async (name: string, type: string, input: object) =>
    (await ask(`mutation ($input: ${type}!) { ${name}(input: $input) ${ANSWER} }`, { input })).data[name];
  return {
    id: session.user.id as string,
    run,
    create: (more: object = {}) => run('createAddress', 'CreateAddressInput', { address: { ...ADDRESS, ...more } }),
    rows: async (): Promise<any[]> => [
      ...(await shop.db.execute(
        sql`SELECT * FROM addresses WHERE user_id = ${session.user.id} ORDER BY created_at, id`,
      )),
    ],
  };
}

test('fifty addresses fit into a book, and one more is refused', async () => {
  const { id, create, rows } = await newOwner();
  const [another] = [await newOwner()];
  await another.create();
  await shop.db.execute(sql`
    INSERT INTO addresses (id, user_id, full_name, line1, city, postal_code, country_code, is_default)
    SELECT ${id} || n, ${id}, 'Ada', 'Lane ' || n, 'Portland', '97201', 'US', n = 1 FROM generate_series(1, 49) AS n`);
  expect((await create()).userErrors).toEqual([]);
  expect(await create()).toEqual({ address: null, userErrors: [{ code: 'INVALID_STATE', path: ['input'] }] });
  expect(await rows()).toHaveLength(50);
  expect(await another.rows()).toHaveLength(1);
});

test('a cart gets an address out of the book of its own shopper only', async () => {
  const [ada, eve] = [await newOwner(), await newOwner()];
  const { address } = await ada.create({ line2: 'Flat 2' });
  const addressId = address.id;
  const nothing = { company: null, region: null, phone: null };
  expect(await shop.command('addressOf', { userId: ada.id, addressId })).toEqual({
    ...nothing,
    ...ADDRESS,
    line2: 'Flat 2',
  });
  expect(await shop.command('addressOf', { userId: eve.id, addressId })).toBeNull();
  expect(await shop.command('addressOf', { userId: ada.id, addressId: 'addr_none' })).toBeNull();
});

test('the first address is the default one, the next is not', async () => {
  const { create, rows } = await newOwner();
  await create();
  await create();
  expect((await rows()).map((row) => row.is_default)).toEqual([true, false]);
});

test('an address is kept as it is written, without blanks around it; what is left out is nothing', async () => {
  const { create, run, rows } = await newOwner();
  const whole = { ...ADDRESS, company: ' Mills ', line2: ' Flat 2', region: 'OR ', phone: ' +1 503 555 0100' };
  const { address } = await create(whole);
  const kept = { company: 'Mills', line2: 'Flat 2', region: 'OR', phone: '+1 503 555 0100' };
  expect(await rows()).toMatchObject([{ full_name: 'Ada Winter', line1: '1 Mill Lane', country_code: 'US', ...kept }]);

  const changed = { ...ADDRESS, fullName: ' Ada Summer', line1: '2 Mill Lane ', line2: null };
  const answer = await run('updateAddress', 'UpdateAddressInput', { addressId: address.id, address: changed });
  expect(answer).toEqual({ address: { id: address.id }, userErrors: [] });
  expect(await rows()).toMatchObject([
    {
      id: address.id,
      full_name: 'Ada Summer',
      line1: '2 Mill Lane',
      company: null,
      line2: null,
      region: null,
      phone: null,
    },
  ]);
});

test("somebody else's address is changed, made the default and deleted by nobody, and is as it was", async () => {
  const [ada, eve] = [await newOwner(), await newOwner()];
  const { address } = await ada.create();
  await ada.create();
  await eve.create();
  const before = [await ada.rows(), await eve.rows()];
  const { id: addressId } = address;
  const refused = { address: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'addressId'] }] };
  expect(await eve.run('updateAddress', 'UpdateAddressInput', { addressId, address: ADDRESS })).toEqual(refused);
  for (const name of ['setDefaultAddress', 'deleteAddress'])
    expect(await eve.run(name, 'AddressIdInput', { addressId })).toEqual(refused);
  expect([await ada.rows(), await eve.rows()]).toEqual(before);
});

test('deleting another address leaves the default one what it is; deleting that makes the oldest one the default', async () => {
  const { create, run, rows } = await newOwner();
  const [first, second, third] = [await create(), await create(), await create()].map(({ address }) => address.id);
  const isDefault = async () => (await rows()).filter((row) => row.is_default).map(({ id }) => id);
  await run('setDefaultAddress', 'AddressIdInput', { addressId: third });
  await run('deleteAddress', 'AddressIdInput', { addressId: first });
  expect(await isDefault()).toEqual([third]);
  await create();
  await run('deleteAddress', 'AddressIdInput', { addressId: third });
  expect(await isDefault()).toEqual([second]);
});
