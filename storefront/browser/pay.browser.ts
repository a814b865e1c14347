import { expect, test } from 'vitest';
import { until, variantNumber } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import {
  ASKS,
  ASKS_ELSEWHERE,
  answerBank,
  bank,
  form,
  NO_MONEY,
  pay,
  payButton,
  SLOW,
  signIn,
  typeCard,
  VISA,
} from './till.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();

let variants = 0;
/** A guest with an order that waits for its payment, and the browser in front of its page. */
async function atTheTill() {
  const guest = world.guest();
  const order = await guest.order(variantNumber(++variants), newEmail());
  const { storefrontUrl } = world.system;
  const visitor = await browser.visit(storefrontUrl, guest);
  await visitor.page.goto(`${storefrontUrl}/pay/${order.id}`);
  return { ...visitor, guest, order, thanks: `${storefrontUrl}/orders/${order.number}/thanks` };
}

/** The charges that the bank has let through for one order. */
async function chargesOf(orderId: string): Promise<number> {
  const { charges } = await (await fetch(`${world.system.stripeUrl}/_local/dump`)).json();
  return charges.filter((charge: any) => charge.paid && charge.metadata.orderId === orderId).length;
}

test('a guest pays with a card, which no page and no process of the shop has seen', async () => {
  const { page, guest, order, thanks, complaints } = await atTheTill();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(world.system.storefrontUrl)) sent.push(`${request.url()} ${request.postData() ?? ''}`);
  });

  await pay(page, VISA);
  await page.waitForURL(thanks);

  expect(await guest.orderById(order.id)).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'PAID' });
  expect(await chargesOf(order.id)).toBe(1);
  expect(sent.filter((request) => request.includes('4242'))).toEqual([]);
  // an icon, and the page after this one, are not of it
  expect(complaints.filter((text) => !/\/(thanks|favicon\.ico)$/.test(text))).toEqual([]);
});

test('what the page has loaded to be paid at stays on it: a password is typed on a page of the shop alone', async () => {
  const { page } = await atTheTill();
  const sent: string[] = [];
  page.on('request', (request) => sent.push(new URL(request.url()).pathname));
  const scripts = () =>
    page.evaluate(() => [...document.scripts].map(({ src }) => src).filter((src) => /stripe/.test(src)));
  await payButton(page).waitFor();
  await expect.poll(scripts).toHaveLength(1);

  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in');
  await page.getByLabel('Password').waitFor();
  expect(await scripts()).toEqual([]);
  expect(sent.filter((path) => path.endsWith('.data'))).toEqual([]);
});

test('a declined card is told with what to do, and another one pays', async () => {
  const { page, guest, order, thanks } = await atTheTill();

  await pay(page, NO_MONEY);
  const problem = page.getByRole('alert').filter({ hasText: 'not enough money' });
  await problem.waitFor();
  expect(await problem.textContent()).toContain('Nothing was charged.');
  expect(await chargesOf(order.id)).toBe(0);
  expect(await guest.orderById(order.id)).toMatchObject({ status: 'AWAITING_PAYMENT' });

  await pay(page, VISA);
  await page.waitForURL(thanks);
  expect(await chargesOf(order.id)).toBe(1);
});

test('a card that was mistyped is told at its field, and nobody is asked', async () => {
  const { page, order } = await atTheTill();

  await pay(page, '4242 4242 4242 4241');
  await form(page).getByText('Your card number is invalid.').waitFor();

  const { charges } = await (await fetch(`${world.system.stripeUrl}/_local/dump`)).json();
  expect(charges.filter((charge: any) => charge.metadata.orderId === order.id)).toEqual([]);
  expect(await payButton(page).isEnabled()).toBe(true);
});

test('the bank asks in a dialog over the page: no keeps the order open, yes pays it', async () => {
  const { page, order, thanks } = await atTheTill();

  await pay(page, ASKS);
  await answerBank(page, 'Fail authentication');
  await page.getByRole('alert').filter({ hasText: 'did not confirm that it is you' }).waitFor();
  expect(await chargesOf(order.id)).toBe(0);

  await payButton(page).click();
  await answerBank(page, 'Complete authentication');
  await page.waitForURL(thanks);
  expect(await chargesOf(order.id)).toBe(1);
});

test('the dialog is closed by Escape, which is a no', async () => {
  const { page, order } = await atTheTill();

  await pay(page, ASKS);
  await bank(page).getByRole('button', { name: 'Fail authentication' }).waitFor();
  // pressed until it is heard: the bank's page gets keys a moment after its buttons are there. Not waited for: of a key whose
  // frame is gone when it has been handled Chromium never says so
  const told = page.getByRole('alert').filter({ hasText: 'did not confirm that it is you' });
  const press = async () => {
    page.keyboard.press('Escape').catch(() => {});
    return told.count();
  };
  await expect.poll(press, { interval: 500 }).toBe(1);
  expect(await page.locator('dialog').count()).toBe(0);
  expect(await chargesOf(order.id)).toBe(0);
});

test('the bank asks on a page of its own, which leads back to an address without secrets', async () => {
  const { page, order, thanks } = await atTheTill();
  const visited: string[] = [];
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) visited.push(frame.url());
  });

  await pay(page, ASKS_ELSEWHERE);
  await page.getByRole('button', { name: 'Fail authentication' }).click();
  await page.getByRole('alert').filter({ hasText: 'did not confirm that it is you' }).waitFor();
  expect(page.url()).toBe(`${world.system.storefrontUrl}/pay/${order.id}`);

  await pay(page, ASKS_ELSEWHERE);
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await page.waitForURL(thanks);
  expect(await chargesOf(order.id)).toBe(1);
  expect(visited.filter((url) => url.includes('secret'))).toEqual([]);
});

test('a double click on "Pay" asks the bank once', async () => {
  const { page, order, thanks } = await atTheTill();
  let confirms = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/confirm')) confirms++;
  });

  await typeCard(page, VISA);
  await payButton(page).dblclick();
  await page.waitForURL(thanks);

  expect([confirms, await chargesOf(order.id)]).toEqual([1, 1]);
});

test('a page that is loaded anew while the bank is asked shows what became of it', async () => {
  const { page, order, thanks } = await atTheTill();
  // the news of it is late, so the shop does not know yet
  await turn({ hold: true });
  await typeCard(page, VISA);
  const confirmed = page.waitForResponse((response) => response.url().endsWith('/confirm'));
  await payButton(page).click();
  await confirmed;
  await page.reload();
  await page.getByRole('heading', { name: 'Your bank is still thinking' }).waitFor();

  await turn({ release: true, reset: true });
  await page.waitForURL(thanks);
  expect(await chargesOf(order.id)).toBe(1);
});

test('a question of the bank that was left open can be answered after the page was loaded anew', async () => {
  const { page, order, thanks } = await atTheTill();
  await pay(page, ASKS);
  await bank(page).getByRole('button', { name: 'Complete authentication' }).waitFor();
  await page.reload();

  await page.getByRole('button', { name: 'Answer it' }).click();
  await answerBank(page, 'Complete authentication');
  await page.waitForURL(thanks);
  expect(await chargesOf(order.id)).toBe(1);
});

test('what is paid in one tab is shown as paid in the other, and not paid again', async () => {
  const { page, context, order, thanks } = await atTheTill();
  const other = await context.newPage();
  await other.goto(page.url());
  await turn({ hold: true });
  await typeCard(page, VISA);
  await typeCard(other, VISA);
  await payButton(page).click();
  await page.getByRole('heading', { name: 'Your bank is still thinking' }).waitFor();

  await payButton(other).click();
  await other.getByRole('heading', { name: 'Your bank is still thinking' }).waitFor();
  await turn({ release: true, reset: true });
  await Promise.all([page.waitForURL(thanks), other.waitForURL(thanks)]);
  expect(await chargesOf(order.id)).toBe(1);

  await page.goto(`${world.system.storefrontUrl}/pay/${order.id}`);
  expect(page.url()).toBe(thanks);
});

test('who is signed in can keep a card, pays with it the next time, and types another one when it shall not', async () => {
  const { storefrontUrl } = world.system;
  const customer = world.guest();
  const email = newEmail();
  await customer.register(email);
  const { page } = await browser.visit(storefrontUrl);
  await signIn(page, storefrontUrl, email);
  const keep = page.getByLabel('Keep this card for the next time');
  const choice = page.getByRole('group', { name: 'Pay with' });
  const visit = async () => {
    const order = await customer.order(variantNumber(++variants), email);
    await page.goto(`${storefrontUrl}/pay/${order.id}`);
    return { ...order, thanks: `${storefrontUrl}/orders/${order.number}/thanks` };
  };

  const first = await visit();
  await typeCard(page, ASKS);
  expect(await choice.count()).toBe(0);
  await keep.check();
  await payButton(page).click();
  await answerBank(page, 'Complete authentication');
  await page.waitForURL(first.thanks);

  const second = await visit();
  await choice.getByLabel('Visa ending in 3155').waitFor();
  expect(await choice.getByRole('radio', { checked: true }).count()).toBe(1);
  expect(await keep.isVisible()).toBe(false);
  await payButton(page).click();
  await answerBank(page, 'Complete authentication');
  await page.waitForURL(second.thanks);

  const third = await visit();
  await choice.getByLabel('Another card').check();
  await pay(page, VISA);
  await page.waitForURL(third.thanks);
  expect(await Promise.all([first, second, third].map(({ id }) => chargesOf(id)))).toEqual([1, 1, 1]);
  await page.goto(`${storefrontUrl}/account/cards`);
  expect(await page.locator('.rows > li').allInnerTexts()).toEqual([expect.stringContaining('ending in 3155')]);
});

test('a guest is not asked whether to keep a card', async () => {
  const { page } = await atTheTill();
  await form(page).getByLabel('Card number').waitFor();

  expect(await page.getByLabel('Keep this card').count()).toBe(0);
  expect(await page.getByRole('group', { name: 'Pay with' }).count()).toBe(0);
});

test.each(['payments', 'orders'])(
  'while %s is away the page asks for no money, and goes on by itself when it is back',
  async (domain) => {
    const { page, order, thanks } = await atTheTill();
    const child = world.system.processes.get(domain)!;
    await child.stop();
    try {
      await page.reload();
      await page.getByRole('heading', { name: 'Paying is not possible at the moment' }).waitFor();
      expect(await page.locator('iframe').count()).toBe(0);
    } finally {
      await child.restart();
      await child.ready();
    }
    await pay(page, VISA);
    await page.waitForURL(thanks);
    expect(await chargesOf(order.id)).toBe(1);
  },
);

test('when the time is over the card form is gone, and nothing can be paid by mistake', async () => {
  const { page, order } = await atTheTill();
  await page.clock.install();
  await page.reload();
  await form(page).getByLabel('Card number').waitFor();

  await page.clock.fastForward('15:01');

  await page.getByRole('heading', { name: 'The time to pay is over' }).waitFor();
  expect(await page.locator('iframe').count()).toBe(0);
  expect(await chargesOf(order.id)).toBe(0);
});

test('while the bank takes its time nothing is asked of the shopper, and the page goes on by itself', async () => {
  const { page, guest, order, thanks } = await atTheTill();

  await pay(page, SLOW);
  await page.getByRole('heading', { name: 'Your bank is still thinking' }).waitFor();
  await until(
    () => guest.orderById(order.id),
    ({ payments }) => payments[0].status === 'PROCESSING',
  );
  await page.reload();
  await page.getByRole('heading', { name: 'Your bank is still thinking' }).waitFor();
  expect(await payButton(page).count()).toBe(0);

  await fetch(`${world.system.stripeUrl}/_local/settle`, { method: 'POST' });
  await page.waitForURL(thanks);
});

const turn = (knobs: object) =>
  fetch(`${world.system.stripeUrl}/_local/knobs`, { method: 'POST', body: JSON.stringify(knobs) });
