import type { StorefrontClient } from '@storegraph/client';
import { expect, test } from 'vitest';
import { SettingsInMemory } from './shopSettings.ts';

function openShop() {
  let now = 0;
  const shop = { name: 'Lamps' as string | null, asked: 0 };
  const memory = new SettingsInMemory(() => now);
  const client = {
    async query() {
      shop.asked++;
      if (shop.name === null) throw new Error('down');
      return { storefront: { name: shop.name, supportEmail: null, legalLinks: [] } };
    },
  } as unknown as StorefrontClient;
  return {
    shop,
    pass(seconds: number) {
      now += seconds * 1_000;
    },
    name: async () => (await memory.read(client))?.name,
  };
}

test('pages of one minute ask once, however many are opened at the same time', async () => {
  const { shop, pass, name } = openShop();
  expect(await Promise.all([name(), name(), name()])).toEqual(['Lamps', 'Lamps', 'Lamps']);
  pass(59);
  expect(await name()).toBe('Lamps');
  expect(shop.asked).toBe(1);
  shop.name = 'Bowls';
  pass(1);
  expect(await name()).toBe('Lamps'); // nobody waits for news
  expect([await name(), shop.asked]).toEqual(['Bowls', 2]);
});

test('while nobody answers the last answer stands, and it is asked no more often', async () => {
  const { shop, pass, name } = openShop();
  shop.name = null;
  expect([await name(), await name(), shop.asked]).toEqual([undefined, undefined, 1]);
  shop.name = 'Lamps';
  pass(60);
  expect(await name()).toBe('Lamps');
  shop.name = null;
  pass(60);
  expect([await name(), await name(), shop.asked]).toEqual(['Lamps', 'Lamps', 3]);
});
