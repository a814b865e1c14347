import type { Page } from 'playwright-core';

export const VISA = '4242 4242 4242 4242';
export const NO_MONEY = '4000 0000 0000 9995';
/** Cards for which the bank asks: in a dialog over the page, and on a page of its own. */
export const ASKS = '4000 0025 0000 3155';
export const ASKS_ELSEWHERE = '4000 0000 0000 3063';
export const SLOW = '4000 0000 0000 5555';

/** Where the card is typed, which is Stripe's. */
export const form = (page: Page) => page.frameLocator('iframe[title="Secure payment input frame"]');
export const bank = (page: Page) => page.frameLocator('iframe[title="Your bank asks"]');
/** Presses a button of the bank's dialog when Chromium has drawn it: a click before that goes to the page around it. */
export async function answerBank(page: Page, answer: 'Complete authentication' | 'Fail authentication'): Promise<void> {
  const button = bank(page).getByRole('button', { name: answer });
  await button.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await button.click();
}
export const payButton = (page: Page) => page.getByRole('button', { name: /^(Pay \$|Asking)/ });

export async function typeCard(page: Page, number: string): Promise<void> {
  const getByLabel = (label: string) => form(page).getByLabel(label);
  await getByLabel('Card number').fill(number);
  await getByLabel('Expires').fill('12 / 34');
  await getByLabel('Security code').fill('123');
  await getByLabel('Postal code').fill('94607');
}

export async function pay(page: Page, number: string): Promise<void> {
  await typeCard(page, number);
  await payButton(page).click();
}

/** Of everybody who registers in tests. */
const PASSWORD = 'a rather long password';

/** By the form of that name; both lead to the account. */
async function enter(page: Page, form: string, email: string, password: string, button: string): Promise<void> {
  await page.goto(form);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.locator('main').getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL('**/account');
}
export const register = (page: Page, shop: string, email: string) =>
  enter(page, `${shop}/register`, email, PASSWORD, 'Make an account');
export const signIn = (page: Page, shop: string, email: string, password = PASSWORD) =>
  enter(page, `${shop}/sign-in`, email, password, 'Sign in');

/** Of the form at checkout, by the names of its fields. */
export const ADDRESS = { fullName: 'Grace Hall', line1: '1 Mill Lane', city: 'Portland', postalCode: '97201' } as const;

/** Puts one of the first products of the shop into the cart. */
export async function putInCart(page: Page, shop: string, product = 0): Promise<void> {
  await page.goto(shop);
  await page.locator('.card a').nth(product).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.waitForURL('**/cart');
}

/** From the cart to the page that asks for a card. */
export async function order(page: Page, email: string): Promise<string> {
  await page.getByRole('link', { name: 'To checkout' }).click();
  await page.locator('[name=email]').fill(email);
  for (const [name, value] of Object.entries(ADDRESS)) await page.locator(`[name=${name}]`).fill(value);
  await page.locator('[name=region]').selectOption('OR');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Go on' }).click();
  return placeOrder(page);
}

export async function placeOrder(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Order for / }).click();
  await page.waitForURL('**/pay/ord_*');
  return new URL(page.url()).pathname.split('/').pop()!;
}
