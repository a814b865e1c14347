import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { until } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { alertsOf, type Page, plain, problemAt, Visitor } from './visitor.ts';

const world = runningWorld({ storefront: true });
let browser: Visitor;
beforeEach(() => {
  browser = new Visitor(world.system.storefrontUrl);
});

const linkIn = ({ text }: Page, start: string, at = 0): string =>
  [...text.matchAll(new RegExp(`href="(${start}[^"]*)"`, 'g'))][at]![1]!.replaceAll('&amp;', '&');

/** The scripts that a page loads, by the name of their file. */
const scriptsOf = ({ text }: Page): string[] =>
  [...text.matchAll(/<script([^>]*)>/g)].map(([, tag]) => /src="\/assets\/(\w+)\.script-/.exec(tag!)?.[1] ?? tag!);

/** So many of some product in the cart. */
async function fillCart(quantity = 2, visitor = browser) {
  const home = await visitor.open('/');
  const product = await visitor.open(linkIn(home, '/p/', 2));
  return visitor.press(product, 'Add to cart', { quantity: String(quantity) });
}
const ADDRESS = {
  fullName: 'Grace Hall',
  company: '',
  line1: '1 Mill Lane',
  line2: '',
  city: 'Portland',
  region: 'OR',
  postalCode: '97201',
  countryCode: 'US',
  phone: '',
};

/** The button that names what it costs. */
const ORDER = /^Order for /;

test('a guest buys without any script, up to the payment; who presses twice has one order', async () => {
  const cart = await fillCart();
  expect([cart.status, cart.path, plain(cart.text).includes('Subtotal')]).toEqual([200, '/cart', true]);
  expect(scriptsOf(cart)).toEqual(['suggestions', 'cart']);

  const email = newEmail();
  const checkout = await browser.open('/checkout');
  const addressed = await browser.press(checkout, 'Save and go on', { email, ...ADDRESS });
  expect([addressed.status, alertsOf(addressed)]).toEqual([200, []]);
  expect(plain(addressed.text)).toContain(email);
  const ready = await browser.press(addressed, 'Go on', { shippingOptionId: 'standard' });
  expect(plain(ready.text)).toMatch(/Order for \$\d/);

  const [first, second] = await Promise.all([browser.press(ready, ORDER), browser.press(ready, ORDER)]);
  expect(first!.path).toMatch(/^\/pay\/ord_\w+$/);
  expect(second!.path).toBe(first!.path);
  expect((await browser.press(ready, ORDER)).path).toBe(first!.path);
  const orders = await world.inDatabase('orders', (sql) => sql`SELECT id FROM orders WHERE email = ${email}`);
  expect(orders).toHaveLength(1);
  const after = await browser.open('/checkout');
  expect([after.path, plain(after.text).includes('To the order that you placed last')]).toEqual(['/cart', true]);
  expect(browser.cookies.has('pieces /')).toBe(false);
});

test('who has cancelled an order and sends its form once more is told, and orders anew', async () => {
  await fillCart();
  await browser.press(await browser.open('/checkout'), 'Save and go on', { email: newEmail(), ...ADDRESS });
  const ready = await browser.press(await browser.open('/checkout'), 'Go on', { shippingOptionId: 'standard' });
  const first = await browser.press(ready, ORDER);
  const id = first.path.slice('/pay/'.length);
  await browser.press(await browser.open(`/orders/${id}`), 'Cancel this order');
  await until(
    () => browser.open('/checkout'),
    ({ path }) => path === '/checkout',
  );
  const told = await browser.press(ready, ORDER);
  expect([told.status, alertsOf(told)]).toEqual([409, ['That order has ended. Press once more to order anew.']]);
  const second = await browser.press(told, ORDER);
  expect(second.path).toMatch(/^\/pay\/ord_\w+$/);
  expect(second.path).not.toBe(first.path);
});

test('who was refused, and may order once another order has ended, presses the same button again', async () => {
  const [email, other] = [newEmail(), new Visitor(world.system.storefrontUrl)];
  const readyFor = async (visitor: Visitor) => {
    const cart = await fillCart(6, visitor);
    const variantId = /\?variant=(var_\w+)/.exec(cart.text)?.[1];
    if (variantId)
      await world.inDatabase('products', (sql) => sql`UPDATE stock SET on_hand = 100 WHERE variant_id = ${variantId}`);
    await visitor.press(await visitor.open('/checkout'), 'Save and go on', { email, ...ADDRESS });
    return visitor.press(await visitor.open('/checkout'), 'Go on', { shippingOptionId: 'standard' });
  };
  const { path } = await other.press(await readyFor(other), ORDER);
  const refused = await browser.press(await readyFor(browser), ORDER);
  expect([refused.status, alertsOf(refused)[0]]).toEqual([409, expect.stringContaining('by one e-mail address')]);

  await other.press(await other.open(`/orders/${path.slice('/pay/'.length)}`), 'Cancel this order');
  const isOpen = async (visitor: Visitor) =>
    until(
      () => visitor.open('/checkout'),
      (page) => page.path === '/checkout',
    );
  await Promise.all([isOpen(other), isOpen(browser)]);
  expect((await browser.press(refused, ORDER)).path).toMatch(/^\/pay\/ord_\w+$/);
});

test('whose order has ended orders again by the first press of the button', async () => {
  await fillCart();
  await browser.press(await browser.open('/checkout'), 'Save and go on', { email: newEmail(), ...ADDRESS });
  const ready = await browser.press(await browser.open('/checkout'), 'Go on', { shippingOptionId: 'standard' });
  const first = await browser.press(ready, ORDER);
  await browser.press(await browser.open(`/orders/${first.path.slice('/pay/'.length)}`), 'Cancel this order');
  const again = await until(
    () => browser.open('/checkout'),
    ({ path }) => path === '/checkout',
  );
  const [second, twice] = await Promise.all([browser.press(again, ORDER), browser.press(again, ORDER)]);
  expect(second.path).toMatch(/^\/pay\/ord_\w+$/);
  expect(second.path).not.toBe(first.path);
  expect(twice.path).toBe(second.path);
});

test('what is ordered is named with its variant, which alone tells two lines apart', async () => {
  const cart = await fillCart();
  const variantId = /\?variant=(var_\w+)/.exec(cart.text)![1]!;
  const [variant] = await world.inDatabase(
    'products',
    (sql) => sql`SELECT title FROM variants WHERE id = ${variantId}`,
  );
  const words = plain((await browser.open('/checkout')).text);
  expect(/Your order (.*?) Change the cart/.exec(words)![1]).toContain(variant!.title);
  expect(plain(cart.text)).toMatch(new RegExp(`Quantity of [^$]*, ${variant!.title}`));
});

test('whose cart has ended is told so, by the cart and by the checkout', async () => {
  const lose = () => browser.cookies.set('storegraph.cartToken /', { value: 'nothing', path: '/', attributes: '' });
  const cart = await fillCart();
  const checkout = await browser.open('/checkout');
  lose();
  const changed = await browser.press(cart, 'Update', { quantity: '3' });
  expect([changed.status >= 400, alertsOf(changed).length]).toEqual([true, 1]);
  lose();
  const told = await browser.press(checkout, 'Save and go on', { email: newEmail(), ...ADDRESS });
  expect([told.path, plain(told.text)]).toEqual([
    '/cart',
    expect.stringContaining('What was in this cart is not here any more.'),
  ]);
});

test('what is wrong with an address stands at its field, and what was typed is kept', async () => {
  await fillCart();
  const checkout = await browser.open('/checkout');
  const refused = await browser.press(checkout, 'Save and go on', {
    email: 'no address',
    ...ADDRESS,
    line1: '1 Kiln Row',
  });
  expect([refused.status, alertsOf(refused).length]).toEqual([409, 1]);
  expect(refused.text).toMatch(/id="email"[^>]*aria-invalid="true"[^>]*aria-describedby="email-problem"/);
  expect(refused.text).toContain('value="1 Kiln Row"');
  const empty = await browser.press(checkout, 'Save and go on', { email: newEmail(), ...ADDRESS, postalCode: '' });
  expect(empty.text).toMatch(/id="postalCode-problem"/);
  const press = (wrong: object) =>
    browser.press(checkout, 'Save and go on', { email: newEmail(), ...ADDRESS, ...wrong });
  const noCode = await press({ postalCode: '!!!' });
  expect([noCode.status, problemAt(noCode, 'postalCode')]).toEqual([
    409,
    'This is no postal code of this country (United States): one looks like 95014 or 22162-1010',
  ]);
  expect(noCode.text).toMatch(/value="!!!"/);
  const noState = await press({ region: '' });
  expect([noState.status, problemAt(noState, 'region')]).toEqual([
    409,
    expect.stringMatching(/such as AL for Alabama/),
  ]);
  // a form that was made for another country
  const british = await press({ countryCode: 'GB' });
  expect([british.status, problemAt(british, 'postalCode')]).toEqual([
    409,
    expect.stringMatching(/such as|looks like EC1Y 8SY/),
  ]);
  expect(british.text).toMatch(/<option value="GB" selected/);
});

test('who gives an e-mail address with a wrong address has said neither', async () => {
  await fillCart();
  const checkout = await browser.open('/checkout');
  const email = newEmail();
  const refused = await browser.press(checkout, 'Save and go on', { email, ...ADDRESS, postalCode: '!!!' });
  expect([refused.status, refused.text.includes(`value="${email}"`)]).toEqual([409, true]);
  expect((await browser.open('/checkout')).text).not.toContain(email);
  const saved = await browser.press(refused, 'Save and go on', { email, ...ADDRESS });
  expect([saved.path, plain(saved.text).includes(email)]).toEqual(['/checkout', true]);
});

test('a region is asked for only where an address is not whole without it', async () => {
  await fillCart();
  const irish = await browser.open('/checkout?country=IE');
  expect(plain(irish.text)).toContain('State or province, if any');
  expect(irish.text).toMatch(/<select(?![^>]*required)[^>]*name="region"/);
  const fields = { fullName: 'Grace', line1: '1 Kiln Row', city: 'Dublin', countryCode: 'IE' };
  const saved = await browser.press(irish, 'Save and go on', { email: newEmail(), ...fields, postalCode: 'd02af30' });
  expect([saved.path, plain(saved.text).includes('D02 AF30 Dublin, IE')]).toEqual(['/checkout', true]);
});

test('an address is asked for as its country writes it, and what was typed outlasts a change of the country', async () => {
  await fillCart();
  const american = await browser.open('/checkout');
  expect(american.text).toMatch(/<select[^>]*name="region"[^>]*required/);
  expect(plain(american.text)).toContain('Such as 95014');
  const german = await browser.press(american, 'Change country', {
    email: 'grace@shop.example',
    line1: '1 Kiln Row',
    city: '',
    countryCode: 'DE',
  });
  expect([german.status, alertsOf(german)]).toEqual([200, []]);
  expect(german.text).toContain('value="1 Kiln Row"');
  expect(german.text).toContain('value="grace@shop.example"');
  expect(german.text).not.toContain('name="region"');
  expect(german.text).toMatch(/<input[^>]* pattern="\\d\{5\}"[^>]* name="postalCode"/);
  expect(german.text.indexOf('name="postalCode"')).toBeLessThan(german.text.indexOf('name="city"'));
  const address = { fullName: 'Grace', line1: '1 Kiln Row', city: 'Berlin', postalCode: '10115' };
  const saved = await browser.press(german, 'Save and go on', { email: newEmail(), ...address });
  expect([saved.path, plain(saved.text).includes('10115 Berlin, DE')]).toEqual(['/checkout', true]);
  // what is known is changed in its own country
  const change = /href="(\/checkout\?country=\w+)"/.exec(saved.text)![1]!;
  const opened = await browser.open(change);
  expect(opened.text).toMatch(/<option value="DE" selected/);
  expect(opened.text).toContain('value="10115"');
});

test('a country that somebody has written into the address is ignored when there is no such one', async () => {
  await fillCart();
  for (const country of ['XX', 'de', '%00', 'DE'.repeat(300)]) {
    const page = await browser.open(`/checkout?country=${country}`);
    expect([page.status, /<option value="US" selected/.test(page.text)]).toEqual([200, true]);
  }
  const forged = await browser.press(await browser.open('/checkout'), 'Change country', { countryCode: 'XX' });
  expect(forged.status).toBe(200);
});

test('a price that rises while somebody looks at the total is told, and nothing is ordered for the old one', async () => {
  await fillCart();
  const email = newEmail();
  await browser.press(await browser.open('/checkout'), 'Save and go on', { email, ...ADDRESS });
  const ready = await browser.press(await browser.open('/checkout'), 'Go on', { shippingOptionId: 'standard' });
  const variantId = /\?variant=(var_\w+)/.exec((await browser.open('/cart')).text)![1]!;
  await world.inDatabase(
    'products',
    (sql) => sql`UPDATE variants SET price_minor = price_minor + 100 WHERE id = ${variantId}`,
  );

  const refused = await browser.press(ready, ORDER);
  expect([refused.status, alertsOf(refused)[0]]).toEqual([
    409,
    'The total has changed. Look at it once more, then order.',
  ]);
  const [before, now] = [ready, refused].map(({ text }) => /name="amount" value="([^"]+)"/.exec(text)![1]);
  expect(Number(now)).toBeGreaterThan(Number(before));
  expect((await browser.press(refused, ORDER)).path).toMatch(/^\/pay\/ord_/);
});

test('what is sold out while somebody looks is told at its line, and can be ordered once it is back', async () => {
  await fillCart();
  await browser.press(await browser.open('/checkout'), 'Save and go on', { email: newEmail(), ...ADDRESS });
  const ready = await browser.press(await browser.open('/checkout'), 'Go on', { shippingOptionId: 'standard' });
  const variantId = /\?variant=(var_\w+)/.exec((await browser.open('/cart')).text)![1]!;
  const { on_hand } = await world.stockOf(variantId);
  const setStock = (left: number) =>
    world.inDatabase(
      'products',
      (sql) => sql`UPDATE stock SET on_hand = ${left} + reserved WHERE variant_id = ${variantId}`,
    );
  await setStock(1);
  const refused = await browser.press(ready, ORDER);
  expect([refused.status, plain(refused.text).includes('Only 1 left')]).toEqual([409, true]);
  await setStock(on_hand);
  const again = await browser.press(refused, ORDER);
  expect(again.path).toMatch(/^\/pay\/ord_/);
});

test('what cannot be put into the cart is said on the page of the product', async () => {
  const { path } = await browser.open(linkIn(await browser.open('/'), '/p/'));
  for (const variantId of ['nonsense', '\0', 'var_1', '__proto__']) {
    const told = await browser.post(path, { variantId, quantity: '1' });
    expect([variantId, told.status, alertsOf(told).length]).toEqual([variantId, 400, 1]);
  }
});

test('a form of another site changes nothing', async () => {
  const cart = await fillCart();
  const itemId = /name="itemId" value="([^"]+)"/.exec(cart.text)![1]!;
  for (const origin of ['https://evil.example', 'null']) {
    const answer = await browser.post('/cart', { itemId, intent: 'remove' }, { origin });
    expect(answer.status).toBe(403);
  }
  expect((await browser.open('/cart')).text).toContain(itemId);
  await browser.post('/cart', { itemId, intent: 'remove' });
  expect(plain((await browser.open('/cart')).text)).toContain('Your cart is empty');
});

test.each([
  ['/nothing', 404],
  ['/p/nothing', 404],
  ['/c/nothing', 404],
  ['/p/%00', 404],
  [`/p/${'x'.repeat(500)}`, 404],
  ['/c/kitchen?sort=evil&min=abc&after=%00', 200],
  ['/c/kitchen?after=bm90aGluZw', 200],
  ['/search?q=%00', 302],
  [`/search?q=${'x'.repeat(3_000)}`, 200],
  [`/search?q=x${encodeURIComponent('🍵').repeat(60)}`, 200], // cut within a letter
  ['/p/%E0%A4%A', 404],
  ['//evil.example/', 404],
  ['/media/%2e%2e/health', 404],
  ['/media/..%2fhealth', 404],
])('%s is answered %i', async (path, status) => {
  // as it stands there: fetch would tidy it up
  const { port } = new URL(world.system.storefrontUrl);
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, (answer) => resolve(answer.resume().statusCode)).once('error', reject);
  });
  expect([path, answered]).toEqual([path, status]);
});

test('a page lets no other host in, keeps what is personal to itself, and tells no place where it came from', async () => {
  const { headers } = await browser.open('/');
  const csp = headers.get('content-security-policy')!;
  expect(csp).toContain("default-src 'none'");
  expect(csp).toMatch(/script-src 'self' 'nonce-[\da-f]{32}'/);
  expect(csp).not.toContain('unsafe');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('cache-control')).toBe('private, no-store');
  await fillCart();
  for (const [name, { attributes }] of browser.cookies)
    expect([name, attributes]).toEqual([name, expect.stringMatching(/HttpOnly/)]);
  const set = (
    await fetch(`${world.system.storefrontUrl}/cart`, { headers: { cookie: 'pieces=3' } })
  ).headers.getSetCookie();
  expect(set.join()).toMatch(/HttpOnly/);
});

test.each(['/', '/c/kitchen', '/search?q=oak', '/cart', '/checkout'])('%s asks the gateway once', async (path) => {
  await fillCart();
  const { headers } = await browser.open(path);
  const id = headers.get('x-request-id')!;
  const log = join(world.system.directory, 'logs/gateway.log');
  const lines = await until(
    () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes(id)),
    ({ length }) => length > 0,
  );
  expect(lines).toHaveLength(1);
});

test('with a domain away the page says what is missing and keeps the rest', async () => {
  await fillCart();
  const home = await browser.open('/');
  const product = linkIn(home, '/p/', 5);
  const away = world.system.processes.get('products')!;
  await away.stop();
  try {
    const cart = await browser.open('/cart');
    expect([cart.status, plain(cart.text).includes('A part of this page cannot be shown')]).toEqual([200, true]);
    expect(plain(cart.text)).toContain('Subtotal');
    const unseen = await browser.open(product);
    expect([unseen.status, plain(unseen.text).includes('A part of the shop is away')]).toEqual([503, true]);
    expect(unseen.headers.get('retry-after')).toBe('5');
  } finally {
    await away.restart();
    await away.ready();
  }
  for (const domain of ['orders', 'payments', 'notifications'] as const)
    await world.system.processes.get(domain)!.stop();
  try {
    expect((await browser.open(product)).status).toBe(200);
    expect(plain((await fillCart()).text)).toContain('Subtotal');
  } finally {
    for (const domain of ['orders', 'payments', 'notifications'] as const) {
      await world.system.processes.get(domain)!.restart();
      await world.system.processes.get(domain)!.ready();
    }
  }
});

test('what cannot be put into the cart is told beside the product, which stays in sight', async () => {
  await fillCart(2);
  const product = await browser.open(linkIn(await browser.open('/'), '/p/', 2));
  for (const variantId of ['nothing', '%00', 'x'.repeat(5_000)]) {
    const refused = await browser.press(product, 'Add to cart', { variantId });
    expect([refused.status, alertsOf(refused)]).toEqual([400, [expect.stringMatching(/variant/i)]]);
  }
  const away = world.system.processes.get('carts')!;
  await away.stop();
  try {
    const refused = await browser.press(product, 'Add to cart');
    expect([refused.status, alertsOf(refused)]).toEqual([
      503,
      ['The shop did not answer. Look into your cart before you try again.'],
    ]);
    expect(refused.text).toContain('Add to cart');
    // nobody is told that the cart is empty, and the header goes on saying what was in it
    for (const path of ['/cart', '/checkout']) {
      const unknown = await browser.open(path);
      expect([unknown.status, plain(unknown.text)]).toEqual([503, expect.stringContaining('Your cart is kept')]);
      expect(plain(unknown.text)).toContain('Cart 2 pieces');
    }
  } finally {
    await away.restart();
    await away.ready();
    await until(
      () => browser.open('/cart'),
      ({ status }) => status === 200,
    );
  }
});

test('what no form of the shop sends is refused, and nobody is called for it', async () => {
  for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x', undefined])
    for (const path of ['/cart', '/checkout', '/account', '/orders/ord_x', '/sign-in', '/p/nothing']) {
      const headers: Record<string, string> = { origin: browser.origin, ...(type && { 'content-type': type }) };
      const { status } = await fetch(browser.origin + path, { method: 'POST', headers, body: Buffer.from('{') });
      expect([path, type, status]).toEqual([path, type, 415]);
    }
  const log = readFileSync(join(world.system.directory, 'logs/storefront.log'), 'utf8');
  expect(log).not.toContain('Content-Type was not one of');
});

test('the header says how many pieces there are, also on the page that answers a change', async () => {
  const changed = await browser.press(await fillCart(3), 'Update', { quantity: '5' });
  expect(plain(changed.text)).toContain('Cart 5 pieces');
});

test('what was removed can be put back, as many as there were', async () => {
  const cart = await fillCart(3);
  const removed = await browser.press(cart, /^Remove/, { quantity: '' });
  expect([removed.status, plain(removed.text)]).toEqual([200, expect.stringContaining('Your cart is empty Removed: ')]);
  const back = await browser.press(removed, 'Undo');
  expect([back.path, /name="quantity"[^>]*value="(\d+)"/.exec(back.text)?.[1]]).toEqual(['/cart', '3']);
  expect(plain(back.text)).not.toContain('Removed');
});

test('a cart that is changed to what it cannot be stays as it is, and says why', async () => {
  const cart = await fillCart(3);
  const wrong: Record<string, string>[] = [
    { quantity: '0' },
    { quantity: 'many' },
    { quantity: '100' },
    { itemId: '' },
    { itemId: 'item_of_nobody' },
    { itemId: '%00' },
  ];
  for (const typed of wrong) {
    const refused = await browser.press(cart, 'Update', typed);
    expect([typed, refused.status >= 400 && refused.status < 500]).toEqual([typed, true]);
  }
  const still = await browser.open('/cart');
  expect(/name="quantity"[^>]*value="(\d+)"/.exec(still.text)?.[1]).toBe('3');
});

test('what another tab has removed is told, whatever else is in the cart', async () => {
  const both = await fillCart(1);
  const other = await browser.press(await browser.open(linkIn(await browser.open('/'), '/p/', 5)), 'Add to cart');
  await browser.press(other, /^Remove/);
  const late = await browser.press(both, 'Update', { quantity: '2' });
  expect([late.status, alertsOf(late)]).toEqual([409, ['This item is not in the cart']]);
  expect(plain(late.text)).toContain('Subtotal');
});

test('a link to a variant that is not there says so before another one is bought', async () => {
  const path = linkIn(await browser.open('/'), '/p/', 2);
  const right = /\?variant=var_\w+/.exec((await browser.open(path)).text)![0];
  const about = async (query: string) => plain((await browser.open(path + query)).text).includes('this link names');
  expect([await about(''), await about(right), await about('?variant=garbage')]).toEqual([false, false, true]);
});

test('the search field hears what may be meant', async () => {
  const words = async (query: string) => {
    const { status, text, headers } = await browser.open(`/suggestions?q=${encodeURIComponent(query)}`);
    return { status, words: JSON.parse(text) as string[], kept: headers.get('cache-control') };
  };
  const { words: found, kept } = await words('lam');
  expect(found).toContain('Table Lamps');
  expect(found.some((word) => / Lamp$/.test(word))).toBe(true);
  expect([new Set(found).size, kept]).toEqual([found.length, 'public, max-age=60']);
  expect(await words(' \u0000 ')).toMatchObject({ status: 200, words: [] });
  expect(await words('x'.repeat(5_000))).toMatchObject({ status: 200, words: [] });
});

test('search engines find every category and product, and nothing of somebody', async () => {
  const { text, headers } = await browser.open('/sitemap.xml');
  const places = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place]) => place!);
  const slugs = await world.inDatabase('products', async (sql) => [
    ...(await sql`SELECT '/c/' || slug AS path FROM categories`),
    ...(await sql`SELECT '/p/' || slug AS path FROM products WHERE status = 'ACTIVE'`),
  ]);
  expect(places.sort()).toEqual(['/', ...slugs.map(({ path }) => path)].map((path) => browser.origin + path).sort());
  expect(headers.get('content-type')).toContain('application/xml');
  expect(text).toMatch(/<lastmod>\d{4}-\d\d-\d\dT/);
  const robots = (await browser.open('/robots.txt')).text;
  expect(robots).toContain(`Sitemap: ${browser.origin}/sitemap.xml`);
  for (const path of ['/cart', '/checkout', '/account', '/orders', '/pay'])
    expect(robots).toContain(`Disallow: ${path}\n`);
});
