import { expect, test } from 'vitest';
import { until } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import { press, tabTo, typeInto } from './keyboard.ts';
import { ADDRESS, NO_MONEY, order, pay, putInCart, VISA, register, signIn } from './till.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();

const ordersOf = (email: string) =>
  world.inDatabase('orders', (sql) => sql`SELECT id, number, state FROM orders WHERE email = ${email}`);

async function mailTo(email: string, subject: RegExp) {
  const mails = await until(
    () => world.mailsTo(email),
    (all) => all.some((mail) => subject.test(mail.subject)),
  );
  return mails.find((mail) => subject.test(mail.subject))!;
}

test('a guest finds something, orders, is declined, pays with another card, and reads of it in a mail', async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page, complaints } = await browser.visit(shop);
  await page.goto(shop);
  await page.getByLabel('Search the shop').fill('lamp');
  await page.keyboard.press('Enter');
  await page.locator('.card a').first().click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  const id = await order(page, email);
  await pay(page, NO_MONEY);
  await page.getByRole('alert').first().waitFor();
  await pay(page, VISA);
  await page.waitForURL('**/thanks');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await until(
    () => ordersOf(email),
    ([one]) => one?.state === 'PAID',
  );
  expect(await ordersOf(email)).toEqual([expect.objectContaining({ id, state: 'PAID' })]);
  const { text } = await mailTo(email, /confirmed|order/i);
  await page.context().clearCookies();
  await page.goto(/https?:\/\/\S+\/orders\/\S+/.exec(text)![0]);
  expect(new URL(page.url()).search).toBe('');
  expect(await page.locator('h1').textContent()).toContain((await ordersOf(email))[0]!.number);
  expect(complaints.filter((text) => !text.includes('402'))).toEqual([]);
});

test('with nothing but a keyboard one buys, and always sees where one is', async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page } = await browser.visit(shop);
  await page.goto(shop);
  await page.keyboard.press('Tab');
  expect(await page.locator('.skip').evaluate((link) => link.getBoundingClientRect().top >= 0)).toBe(true);
  await typeInto(page, 'Search the shop', 'lamp');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?*');
  await press(page, /Lamp$/);
  await page.waitForURL('**/p/*');
  await press(page, 'Add to cart');
  await page.waitForURL('**/cart');
  await press(page, 'To checkout');
  await page.waitForURL('**/checkout');
  await typeInto(page, 'E-mail', email);
  for (const name of ['fullName', 'line1', 'city', 'postalCode'] as const) {
    // the order of the fields is that of the country
    await page.locator('[name=email]').focus();
    const label = (await page
      .locator(`[name=${name}]`)
      .evaluate((field) => (field as HTMLInputElement).labels?.[0]?.textContent))!;
    await typeInto(page, label.trim(), ADDRESS[name]);
    const outline = await page.locator(`[name=${name}]`).evaluate((field) => getComputedStyle(field).outlineStyle);
    expect([name, outline]).not.toEqual([name, 'none']);
  }
  await page.locator('[name=email]').focus();
  await typeInto(page, 'State or province', 'Oregon');
  await press(page, 'Save and go on');
  await page.locator('[name=shippingOptionId]').first().waitFor();
  await tabTo(page, /Standard/);
  await page.keyboard.press('Space');
  await press(page, 'Go on');
  await page.getByRole('button', { name: /^Order for / }).waitFor();
  await press(page, /^Order for /);
  await page.waitForURL('**/pay/ord_*');
  await page.locator('iframe[title="Secure payment input frame"]').waitFor();
  await typeInto(page, /Card number/, VISA);
  await typeInto(page, /Expires/, '12 / 34');
  await typeInto(page, /Security code/, '123');
  await typeInto(page, /Postal code/, '94607');
  await press(page, /^Pay \$/);
  await page.waitForURL('**/thanks');
  await until(
    () => ordersOf(email),
    ([one]) => one?.state === 'PAID',
  );
});

test('a postal code that cannot be one is stopped at its field, which says what one looks like', async () => {
  const shop = world.system.storefrontUrl;
  const { page } = await browser.visit(shop);
  await putInCart(page, shop);
  await page.getByRole('link', { name: 'To checkout' }).click();
  await page.locator('[name=email]').fill(newEmail());
  for (const [name, value] of Object.entries(ADDRESS)) await page.locator(`[name=${name}]`).fill(value);
  await page.locator('[name=region]').selectOption('OR');
  const postalCode = page.locator('[name=postalCode]');
  const save = page.getByRole('button', { name: 'Save and go on' });
  await postalCode.fill('!!!');
  await save.click();
  // the browser says it with the field's title, and sends nothing
  expect(await postalCode.evaluate((field: HTMLInputElement) => [field.validity.patternMismatch, field.title])).toEqual(
    [true, 'Such as 95014'],
  );
  expect(await postalCode.evaluate((field) => field === document.activeElement)).toBe(true);
  // one that does not look at patterns
  await postalCode.evaluate((field: HTMLInputElement) => {
    field.form!.noValidate = true;
  });
  await save.click();
  await page.getByRole('alert').getByText('one looks like 95014 or 22162-1010').waitFor();
  expect(await postalCode.getAttribute('aria-describedby')).toBe('postalCode-hint postalCode-problem');
  expect(await postalCode.inputValue()).toBe('!!!');
  // small mistakes are mended
  await postalCode.fill('972011234');
  await save.click();
  await page.getByText('97201-1234 Portland OR, US').waitFor();
});

test('without script one gets as far as the card form, which says why it is not there', async () => {
  const shop = world.system.storefrontUrl;
  const { page } = await browser.visit(shop, {}, { javaScriptEnabled: false });
  await putInCart(page, shop, 1);
  await page.getByRole('spinbutton').fill('2');
  await page.getByRole('button', { name: 'Update' }).click();
  expect(await page.getByRole('spinbutton').inputValue()).toBe('2');
  await order(page, newEmail());
  expect(await page.locator('noscript').textContent()).toContain('Paying needs JavaScript');
  expect(await page.locator('.totals').textContent()).toMatch(/Order SG-/);
});

test('a guest who signs in keeps what is in the cart, beside what the account had', async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page: first } = await browser.visit(shop);
  await putInCart(first, shop, 2);
  await register(first, shop, email);

  const { page } = await browser.visit(shop);
  await putInCart(page, shop, 3);
  await signIn(page, shop, email);
  await page.goto(`${shop}/cart`);
  expect(await page.locator('.line').count()).toBe(2);

  // the other window is the same account: it sees the same cart, and is out when this one ends all sessions
  await first.goto(`${shop}/cart`);
  expect(await first.locator('.line').count()).toBe(2);
});

test('an order that nobody has paid is cancelled by a button, and its cart is there again', async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page } = await browser.visit(shop);
  await putInCart(page, shop, 4);
  const id = await order(page, email);
  await page.goto(`${shop}/orders/${id}`);
  await page.locator('summary', { hasText: 'Cancel this order' }).click();
  await page.getByRole('button', { name: 'Cancel this order' }).click();
  await page
    .getByText(/cancelled/i)
    .first()
    .waitFor();
  await until(
    () => ordersOf(email),
    ([one]) => one?.state === 'CANCELLED',
  );
  await page.goto(`${shop}/cart`);
  await page.locator('.line').first().waitFor();
});

test('a forgotten password is set anew by the link of a mail, which works once', async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page } = await browser.visit(shop);
  await register(page, shop, email);

  const { page: elsewhere } = await browser.visit(shop);
  await elsewhere.goto(`${shop}/forgot-password`);
  await elsewhere.getByLabel('E-mail').fill(email);
  await elsewhere.locator('main').getByRole('button').click();
  const { text } = await mailTo(email, /password/i);
  const link = /https?:\/\/\S+\/reset-password\S*/.exec(text)![0];
  await elsewhere.goto(link);
  expect(elsewhere.url()).not.toContain('token');
  await elsewhere
    .getByLabel(/password/i)
    .first()
    .fill('another long password');
  await elsewhere.locator('main').getByRole('button').first().click();
  await elsewhere.waitForURL('**/sign-in');

  // who was signed in is not any more
  await page.goto(`${shop}/account`);
  await page.waitForURL('**/sign-in*');
  await elsewhere.goto(link);
  await elsewhere.getByLabel('New password').fill('a third long password');
  await elsewhere
    .getByRole('button', { name: /password/i })
    .first()
    .click();
  await elsewhere.getByText('Your password is as it was').waitFor();
  await signIn(elsewhere, shop, email, 'another long password');
});
