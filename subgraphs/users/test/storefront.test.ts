import { EnvironmentError } from '@storegraph/kit';
import { testSubgraph } from '@storegraph/kit/testing';
import { expect, test } from 'vitest';
import { users } from '../src/subgraph.ts';
import { codesOf } from './world.ts';

const SETTINGS = '{ storefront { name currencyCode supportEmail countries { code name } legalLinks { kind url } } }';

async function openShop(env: Record<string, string>) {
  const shop = await testSubgraph(users, { env });
  return { guest: shop.as(null), [Symbol.asyncDispose]: () => shop.stop() };
}

test('a shop says what it is called, what it sells in, where it sends to and who helps', async () => {
  await using shop = await openShop({
    SHOP_NAME: 'Lamps & Co',
    SUPPORT_EMAIL: 'help@lamps.example',
    SHIPS_TO: 'US, DE,GB,DE',
    IMPRINT_URL: 'https://lamps.example/imprint',
    TERMS_URL: 'https://lamps.example/terms',
  });
  const { data, shown } = await shop.guest(SETTINGS);
  expect(data.storefront).toEqual({
    name: 'Lamps & Co',
    currencyCode: 'USD',
    supportEmail: 'help@lamps.example',
    countries: [
      { code: 'DE', name: 'Germany' },
      { code: 'GB', name: 'United Kingdom' },
      { code: 'US', name: 'United States' },
    ],
    legalLinks: [
      { kind: 'TERMS', url: 'https://lamps.example/terms' },
      { kind: 'IMPRINT', url: 'https://lamps.example/imprint' },
    ],
  });
  expect(shown).toEqual(['StorefrontSettings']);
});

test('a shop that says nothing of itself sends everywhere', async () => {
  await using shop = await openShop({});
  const { storefront } = (await shop.guest(SETTINGS)).data;
  expect(storefront).toMatchObject({ name: 'Storegraph', supportEmail: null, legalLinks: [] });
  expect(storefront.countries).toHaveLength(250);
  expect(storefront.countries).toContainEqual({ code: 'SJ', name: 'Svalbard & Jan Mayen' });
});

test('the rules of an address are told for every country, and are the same in the list', async () => {
  await using shop = await openShop({ SHIPS_TO: 'CA' });
  const RULES = '{ countryCode postalCodePattern postalCodeExample fields { name required } regions { code name } }';
  const { data, shown } = await shop.guest(
    `{ canada: addressRules(countryCode: "CA") ${RULES} japan: addressRules(countryCode: "jp") { countryCode }
      storefront { countries { addressRules ${RULES} } } }`,
  );
  expect(data.canada).toMatchObject({ countryCode: 'CA', postalCodeExample: 'H3Z 2Y7' });
  expect(data.canada.regions).toHaveLength(13);
  expect(data.japan).toEqual({ countryCode: 'JP' });
  expect(data.storefront.countries).toEqual([{ addressRules: data.canada }]);
  expect(shown!.sort()).toEqual(['AddressRules', 'StorefrontSettings']);
});

test("what a shop says of itself is nobody's own, unless it is asked for beside what is", async () => {
  await using shop = await openShop({});
  expect((await shop.guest('{ storefront { name } me { id } }')).shown).toBeNull();
});

test('a country that does not exist has no rules', async () => {
  await using shop = await openShop({});
  for (const code of ['XX', 'UK', '', 'U', '\u0000', 'DE'.repeat(500)])
    expect(
      codesOf(
        await shop.guest('query ($code: CountryCode!) { addressRules(countryCode: $code) { countryCode } }', { code }),
      ),
    ).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['SHIPS_TO', 'US,XX'],
  ['SHIPS_TO', 'us'],
  ['SUPPORT_EMAIL', 'help'],
  ['TERMS_URL', 'javascript:alert(1)'],
  ['PRIVACY_URL', '/privacy'],
  ['SHOP_NAME', 'x'.repeat(61)],
])('users does not start with %s=%s', async (name, value) => {
  await expect(openShop({ [name]: value })).rejects.toThrow(EnvironmentError);
});
