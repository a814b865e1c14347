import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();

/** Somebody with one of each of the first products in the cart. */
async function withInCart(products: number, from = 0) {
  const visitor = await browser.visit(world.system.storefrontUrl);
  const { page } = visitor;
  for (let product = from; product < from + products; product++) {
    await page.goto(world.system.storefrontUrl);
    await page.locator('.card a').nth(product).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.waitForURL('**/cart');
  }
  return visitor;
}

const subtotal = (page: Page) => page.locator('.totals dd').first();
const quantities = (page: Page) => page.locator('input[name=quantity]');
/** The header, when it says so. */
const pieces = (page: Page, count: number) => page.locator('.badge', { hasText: new RegExp(`^${count} pieces$`) });

test('the field of the search offers what the shop has', async () => {
  const { page, complaints } = await browser.visit(world.system.storefrontUrl);
  await page.goto(world.system.storefrontUrl);
  await page.getByLabel('Search the shop').pressSequentially('lam');
  await page.locator('#suggestions option[value="Table Lamps"]').waitFor({ state: 'attached' });
  await page.getByLabel('Search the shop').fill('l');
  await page.locator('#suggestions option').first().waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('quantities are changed without a new page, and the focus stays where it was', async () => {
  const { page, complaints } = await withInCart(2);
  let loaded = 0;
  page.on('load', () => loaded++);
  const before = await subtotal(page).textContent();
  await quantities(page).first().fill('3');
  await pieces(page, 4).waitFor();
  expect(await subtotal(page).textContent()).not.toBe(before);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('quantity');
  expect([loaded, complaints]).toEqual([0, []]);
});

test('what is removed is gone at once, and comes back by the button that has the focus then', async () => {
  const { page, complaints } = await withInCart(2);
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click();
  await page.getByText('Removed: ').waitFor();
  expect(await page.locator('.line').count()).toBe(1);
  await page.keyboard.press('Enter');
  await pieces(page, 2).waitFor();
  expect([await page.locator('.line').count(), complaints]).toEqual([2, []]);
});

test('a quantity that the shop refuses is told at its line, and the cart stays as it is', async () => {
  const { page } = await withInCart(1, 5);
  const variantId = new URL((await page.locator('.line a').getAttribute('href'))!, page.url()).searchParams.get(
    'variant',
  )!;
  await world.inDatabase(
    'products',
    (sql) => sql`UPDATE stock SET on_hand = reserved + 1 WHERE variant_id = ${variantId}`,
  );
  await quantities(page).fill('7');
  await page.locator('.line .problem-line').waitFor();
  expect(await page.locator('.line .problem-line').textContent()).toMatch(/1/);
});

test('two changes in a row are both made', async () => {
  const { page } = await withInCart(2);
  await quantities(page).first().fill('2');
  await quantities(page).nth(1).fill('5');
  await pieces(page, 7).waitFor();
});

test('without an answer the browser sends the form itself', async () => {
  const { page } = await withInCart(1);
  let isFirst = true;
  await page.route('**/cart', (route) => {
    const { method, isNavigation } = {
      method: route.request().method(),
      isNavigation: route.request().isNavigationRequest(),
    };
    if (method !== 'POST' || isNavigation || !isFirst) return route.continue();
    isFirst = false;
    return route.abort();
  });
  await quantities(page).fill('4');
  await pieces(page, 4).waitFor();
  expect(isFirst).toBe(false);
});
