import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { chooseAt, turnKnobsOf } from '../../local/google/browser.testing.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import { putInCart, register } from './till.ts';

// as long as a shop waits for Google: one that is slow is seen to be
const world = runningWorld({ storefront: true, environment: { users: { GOOGLE_TIMEOUT_MS: '2000' } } });
const browser = runningBrowser();
const shop = () => world.system.storefrontUrl;
afterEach(() => turnKnobsOf(world.system.googleUrl, { reset: true }));

const PASSWORD = 'a rather long password';
const notice = (page: Page) => page.getByRole('status');

/** From a page of the shop to Google's. */
async function toGoogle(page: Page, path = '/sign-in'): Promise<void> {
  await page.goto(shop() + path);
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await page.waitForURL(`${world.system.googleUrl}/**`);
}
/** An account at Google, by its address. */
async function choose(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
}
const rowOf = (page: Page, name: string) => page.locator('.rows > li').filter({ hasText: name });

test('somebody new signs in with Google, is led back to where they were, and has their cart', async () => {
  const { page, context, complaints } = await browser.visit(shop());
  await putInCart(page, shop());
  await toGoogle(page, '/sign-in?to=/search?q=lamp');
  const email = newEmail();
  await choose(page, email);
  await page.waitForURL(`${shop()}/search?q=lamp`);
  await page.goto(`${shop()}/account`);
  expect(await page.locator('main').textContent()).toContain(email);
  expect(await page.locator('main').textContent()).not.toContain('not verified');
  await page.goto(`${shop()}/cart`);
  expect(await page.locator('[name=itemId]').count()).toBeGreaterThan(0);
  const cookie = (await context.cookies()).find(({ name }) => name === 'storegraph.browser');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(complaints).toEqual([]);

  const again = await browser.visit(shop());
  await toGoogle(again.page, '/register');
  await choose(again.page, email);
  await again.page.waitForURL(`${shop()}/account`);
  expect(again.complaints).toEqual([]);
});

test('without script it is the same', async () => {
  const { page } = await browser.visit(shop(), {}, { javaScriptEnabled: false });
  await toGoogle(page);
  await choose(page, newEmail());
  await page.waitForURL(`${shop()}/account`);
});

test('an address that has an account is asked for its password once', async () => {
  const email = newEmail();
  const owner = await browser.visit(shop());
  await register(owner.page, shop(), email);

  const { page, complaints } = await browser.visit(shop());
  await toGoogle(page, '/sign-in?to=/cart');
  await choose(page, email);
  await page.waitForURL(`${shop()}/link-google`);
  expect(await page.locator('main').textContent()).toContain(email);
  await page.getByLabel('Password').fill('not the right password');
  await page.getByRole('button', { name: 'Sign in and link Google' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in and link Google' }).click();
  await page.waitForURL(`${shop()}/cart`);
  expect(await notice(page).textContent()).toContain('From now on you can sign in with Google, too.');
  // what the wrong password was answered with is all that it complains about
  expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);

  const again = await browser.visit(shop());
  await toGoogle(again.page);
  await choose(again.page, email);
  await again.page.waitForURL(`${shop()}/account`);
  await again.page.goto(`${shop()}/link-google`);
  await again.page.waitForURL(`${shop()}/sign-in`); // nothing is asked there any more
});

test('on the account Google is linked and unlinked, and not when it is the only way in', async () => {
  const { page, complaints } = await browser.visit(shop());
  await register(page, shop(), newEmail());
  await page.goto(`${shop()}/account/sign-in`);
  await rowOf(page, 'Google').getByRole('button', { name: 'Link' }).click();
  const email = newEmail();
  await choose(page, email);
  await page.waitForURL(`${shop()}/account/sign-in`);
  expect(await rowOf(page, 'Google').textContent()).toContain(email);
  await rowOf(page, 'Google').getByRole('button', { name: 'Unlink' }).click();
  await rowOf(page, 'Google').getByText('Not linked').waitFor();
  expect(complaints).toEqual([]);

  const newcomer = await browser.visit(shop());
  await toGoogle(newcomer.page);
  await choose(newcomer.page, email);
  await newcomer.page.waitForURL(`${shop()}/account`);
  await newcomer.page.goto(`${shop()}/account/sign-in`);
  expect(await rowOf(newcomer.page, 'Google').textContent()).toContain('your only way in');
  expect(await rowOf(newcomer.page, 'Google').getByRole('button').count()).toBe(0);
  await rowOf(newcomer.page, 'Password').getByRole('button', { name: 'Send me the mail' }).click();
  await notice(newcomer.page).getByText('A mail is on its way').waitFor();
});

test('somebody who is signed in can sign in as somebody else with Google, and links nothing by that', async () => {
  const { page } = await browser.visit(shop());
  const [mine, other] = [newEmail(), newEmail()];
  await register(page, shop(), mine);
  await toGoogle(page);
  await choose(page, other);
  await page.waitForURL(`${shop()}/account`);
  expect(await page.locator('main').textContent()).toContain(other);
});

test('who says no at Google is back at the sign-in, in friendly words', async () => {
  const { page } = await browser.visit(shop());
  await toGoogle(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForURL(`${shop()}/sign-in`);
  expect(await notice(page).textContent()).toContain('You did not let Google tell us who you are.');

  await turnKnobsOf(world.system.googleUrl, { denied: true });
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await notice(page).getByText('You did not let Google').waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test.each([
  ['wrong nonce', { wrongNonce: true }, 'does not belong to this sign-in'],
  ['unverified address of somebody else', { unverified: true }, 'There is an account with this address already.'],
])('a Google with a knob turned, %s, signs nobody in and says so', async (_name, knobs, words) => {
  const email = newEmail();
  const owner = await browser.visit(shop());
  await register(owner.page, shop(), email);
  await turnKnobsOf(world.system.googleUrl, knobs);
  const { page } = await browser.visit(shop());
  await toGoogle(page);
  await choose(page, email);
  await page.waitForURL(`${shop()}/sign-in`);
  expect(await notice(page).textContent()).toContain(words);
  expect(page.url()).not.toContain('code=');
  await page.goto(`${shop()}/account`);
  await page.waitForURL('**/sign-in?to=%2Faccount');
});

test('while Google is slow the shopper hears of it in a few seconds, and the rest of the shop works', async () => {
  const { page } = await browser.visit(shop());
  await toGoogle(page);
  await turnKnobsOf(world.system.googleUrl, { slowMs: 60_000 });
  await choose(page, newEmail());
  await page.waitForURL(`${shop()}/sign-in`);
  expect(await notice(page).textContent()).toContain('Google cannot be reached');
  await page.goto(`${shop()}/`);
  expect(await page.locator('.card').count()).toBeGreaterThan(0);
});

test('what Google has answered to one browser is worth nothing in another', async () => {
  const ada = await browser.visit(shop());
  await toGoogle(ada.page);
  const { href: back } = await chooseAt(ada.page.url(), { email: newEmail() });
  const { page } = await browser.visit(shop());
  await page.goto(back);
  await page.waitForURL(`${shop()}/sign-in`);
  expect(await notice(page).textContent()).toContain('begun elsewhere');
});
