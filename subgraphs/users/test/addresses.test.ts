import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { ADDRESS, openUsers } from './world.ts';

const { shop, register, viewerOf } = await openUsers();
afterAll(() => shop.stop());

const ANSWER = '{ address { id } userErrors { code path } }';
/** As it was taken before there were rules. */
const OLD = { ...ADDRESS, region: 'ZZ', postalCode: '!!!' };
const refusedFor = (field: string, rule: string) => [
  { extensions: { code: 'BAD_USER_INPUT', field: `input.address.${field}`, rule } },
];

/** Somebody with an account, and what is in the address book. */
async function newOwner() {
  const session = await register();
  const ask = viewerOf(session);
  const run = async (name: string, type: string, input: object) => {
    const { data, errors } = await ask(`mutation ($input: ${type}!) { ${name}(input: $input) ${ANSWER} }`, { input });
    return errors ? { errors } : data[name];
  };
  return {
    id: session.user.id as string,
    ask,
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

test.each([
  ['a region that the country does not have', { region: 'ZZ' }, 'region', 'region'],
  ['no region where one is needed', { region: null }, 'region', 'required'],
  ['no postal code where there are some', { postalCode: '' }, 'postalCode', 'required'],
  ['what is no postal code there', { postalCode: '!!!' }, 'postalCode', 'postalCode'],
  ['the postal code of another country', { postalCode: 'SW1A 2AA' }, 'postalCode', 'postalCode'],
  ['a postal code and more', { postalCode: '97201 or so' }, 'postalCode', 'postalCode'],
])('%s is refused, and nothing is kept of it', async (_what, wrong, field, rule) => {
  const { create, run, rows } = await newOwner();
  expect((await create(wrong)).errors).toMatchObject(refusedFor(field, rule));
  expect(await rows()).toEqual([]);

  const { address } = await create();
  const before = await rows();
  const input = { addressId: address.id, address: { ...ADDRESS, line1: '9 Other Lane', ...wrong } };
  expect((await run('updateAddress', 'UpdateAddressInput', input)).errors).toMatchObject(refusedFor(field, rule));
  expect(await rows()).toEqual(before);
});

test.each(['a\u202eb', 'a\u0000b', 'x'.repeat(1_000)])('no part of an address is %j', async (text) => {
  const { create, rows } = await newOwner();
  for (const field of ['fullName', 'company', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone'])
    expect((await create({ [field]: text })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: `address.${field}`, rule: 'text' } },
    ]);
  expect(await rows()).toEqual([]);
});

test('an address is kept as its country writes it: the code of its region, and the postal code in its form', async () => {
  const { create, rows } = await newOwner();
  await create({ region: 'oregon', postalCode: '972011234', countryCode: 'us' });
  await create({ city: 'London', region: null, postalCode: ' sw1a2aa ', countryCode: 'GB' });
  expect(await rows()).toMatchObject([
    { region: 'OR', postal_code: '97201-1234', country_code: 'US' },
    { region: null, postal_code: 'SW1A 2AA', country_code: 'GB' },
  ]);
});

test('an address in a country without postal codes has none', async () => {
  const { create, rows } = await newOwner();
  const dubai = { city: 'Dubai', region: 'DU', countryCode: 'AE' };
  expect((await create({ ...dubai, postalCode: '' })).userErrors).toEqual([]);
  expect(await rows()).toMatchObject([{ region: 'DU', postal_code: '', country_code: 'AE' }]);
});

test('an address of before there were rules is read, put first, given to carts as it is, and mended', async () => {
  const { id, ask, create, run, rows } = await newOwner();
  await create();
  const addressId = newId('addr');
  await shop.db.execute(sql`
    INSERT INTO addresses (id, user_id, full_name, line1, city, region, postal_code, country_code)
    VALUES (${addressId}, ${id}, ${OLD.fullName}, ${OLD.line1}, ${OLD.city}, ${OLD.region}, ${OLD.postalCode}, 'US')`);
  expect((await run('setDefaultAddress', 'AddressIdInput', { addressId })).userErrors).toEqual([]);
  const { data } = await ask('{ me { defaultAddress { id region postalCode } } }');
  expect(data.me.defaultAddress).toEqual({ id: addressId, region: 'ZZ', postalCode: '!!!' });
  expect(await shop.command('addressOf', { userId: id, addressId })).toMatchObject(OLD);

  const mended = { addressId, address: ADDRESS };
  expect((await run('updateAddress', 'UpdateAddressInput', mended)).userErrors).toEqual([]);
  expect((await rows()).find((row) => row.id === addressId)).toMatchObject({ region: 'OR', postal_code: '97201' });
  await run('deleteAddress', 'AddressIdInput', { addressId });
  expect(await rows()).toHaveLength(1);
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

  const german = { city: 'Leipzig', postalCode: '04109', countryCode: 'DE' };
  const changed = { ...german, fullName: ' Ada Summer', line1: '2 Mill Lane ', line2: null };
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
