import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import { putInCart, register } from './till.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();
const shop = () => world.system.storefrontUrl;
const PASSWORD = 'a rather long password';

const notice = (page: Page) => page.getByRole('status');
const rowOf = (page: Page, name: string) => page.locator('.rows > li').filter({ hasText: name });
const button = (page: Page, name: string) => page.locator('main').getByRole('button', { name });

/** A device in this browser that makes passkeys and has just looked who holds it. */
async function withDevice(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    knowsTheirHolder: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    forget: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

async function addPasskey(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password of now').fill(password);
  await button(page, 'Add a passkey').click();
}

test('a passkey is added, signs in with the cart along, gets a name and is removed', async () => {
  const { page, complaints } = await browser.visit(shop());
  const device = await withDevice(page);
  const email = newEmail();
  await register(page, shop(), email);
  await page.goto(`${shop()}/account/sign-in`);

  await addPasskey(page, 'My phone', 'not the right password');
  await page.getByRole('alert').getByText('The current password is not right').waitFor();
  expect(await device.keys()).toEqual([]);
  await addPasskey(page, 'My phone');
  await notice(page).getByText('From now on you can sign in with this passkey.').waitFor();
  expect(await rowOf(page, 'My phone').textContent()).toContain('not used yet');
  expect(await device.keys()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

  await addPasskey(page, 'Once more');
  await page.getByRole('alert').getByText('This device has a passkey of yours already.').waitFor();

  await button(page, 'Sign out').click();
  await page.waitForURL(`${shop()}/`);
  await putInCart(page, shop());
  await page.goto(`${shop()}/sign-in?to=/account/sign-in`);
  await button(page, 'Sign in with a passkey').click();
  await page.waitForURL(`${shop()}/account/sign-in`);
  expect(await rowOf(page, 'My phone').textContent()).toContain('last used on');
  await page.goto(`${shop()}/cart`);
  expect(await page.locator('[name=itemId]').count()).toBeGreaterThan(0);

  await page.goto(`${shop()}/account/sign-in`);
  await rowOf(page, 'My phone').getByText('Rename').click();
  await page.getByLabel('New name').fill('Old phone');
  await button(page, 'Save the name').click();
  await notice(page).getByText('The passkey has its new name.').waitFor();
  await rowOf(page, 'Old phone').getByRole('button', { name: 'Remove' }).click();
  await notice(page).getByText('This passkey does not sign in any more.').waitFor();
  expect(await rowOf(page, 'Old phone').count()).toBe(0);

  await button(page, 'Sign out').click();
  await page.waitForURL(`${shop()}/`);
  await page.goto(`${shop()}/sign-in`);
  await button(page, 'Sign in with a passkey').click();
  await page.getByRole('alert').getByText('This passkey does not sign in here.').waitFor();
  expect(complaints).toEqual([]);
});

test('the only way in that is left is not removed, and another is added after a sign-in of just now', async () => {
  const { page } = await browser.visit(shop());
  const device = await withDevice(page);
  const email = newEmail();
  await register(page, shop(), email);
  await page.goto(`${shop()}/account/sign-in`);
  await addPasskey(page, 'Only key');
  await rowOf(page, 'Only key').waitFor();
  await world.inDatabase('users', (sql) => sql`UPDATE users SET password_hash = NULL WHERE email = ${email}`);
  await page.reload();
  expect(await rowOf(page, 'Only key').textContent()).toContain('It is your only way in');
  expect(await rowOf(page, 'Only key').getByRole('button', { name: 'Remove' }).count()).toBe(0);

  await device.forget();
  await page.getByLabel('Name', { exact: true }).fill('Second key');
  await button(page, 'Add a passkey').click();
  await rowOf(page, 'Second key').waitFor();
  expect(await rowOf(page, 'Only key').getByRole('button', { name: 'Remove' }).count()).toBe(1);
});

test('a device that does not know who holds it signs nobody in, and the page says so', async () => {
  const { page } = await browser.visit(shop());
  const device = await withDevice(page);
  await register(page, shop(), newEmail());
  await page.goto(`${shop()}/account/sign-in`);
  await addPasskey(page, 'Phone');
  await rowOf(page, 'Phone').waitFor();
  await button(page, 'Sign out').click();
  await page.waitForURL(`${shop()}/`);
  await device.knowsTheirHolder(false);
  await page.goto(`${shop()}/sign-in`);
  await button(page, 'Sign in with a passkey').click();
  await page.getByRole('alert').getByText('Nothing was done').waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('without script the sign-in shows no button for passkeys, and the account says what is missing', async () => {
  const { page } = await browser.visit(shop(), {}, { javaScriptEnabled: false });
  await register(page, shop(), newEmail());
  await page.goto(`${shop()}/account/sign-in`);
  expect(await page.locator('main').textContent()).toContain('Adding a passkey needs JavaScript');
  expect(await button(page, 'Add a passkey').count()).toBe(0);
  await page.goto(`${shop()}/sign-in`);
  expect(await button(page, 'Sign in with a passkey').count()).toBe(0);
});
