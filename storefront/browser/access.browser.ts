import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import { order, pay, putInCart, VISA, register } from './till.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Of an account that has bought, of a guest with a full cart, and of one who has to pay. */
let cookies: { account: Cookies; guest: Cookies; payer: Cookies };
type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let paths: { everybody: string[]; account: string[]; guest: string[]; payer: string[] };

/** A product that nobody has seen yet gets a name without an end, from right to left, and thirty sizes. */
async function oddProduct(): Promise<string> {
  const title = `${'مصباح طاولة '.repeat(8)}${'Donaudampfschifffahrtsgesellschaft'.repeat(4)}`;
  const options = [{ name: 'المقاس', values: Array.from({ length: 30 }, (_, index) => `Size ${index + 1}`) }];
  return world.inDatabase('products', async (sql) => {
    const [product] = await sql`
      UPDATE products SET title = ${title}, options = ${sql.json(options)}
      WHERE id = (SELECT id FROM products WHERE status = 'ACTIVE' ORDER BY sold, id LIMIT 1) RETURNING slug`;
    return `/p/${product!.slug}`;
  });
}

beforeAll(async () => {
  const shop = world.system.storefrontUrl;
  const email = newEmail();
  const { page } = await browser.visit(shop);
  await register(page, shop, email);
  await putInCart(page, shop);
  await order(page, email);
  await pay(page, VISA);
  await page.waitForURL('**/thanks');
  const thanks = new URL(page.url()).pathname;
  await page.goto(`${shop}/account/orders`);
  const orderPath = await page.locator('main a[href^="/account/orders/"]').first().getAttribute('href');
  const product = `/p/${(await (await fetch(`${shop}/sitemap.xml`)).text()).match(/\/p\/([\w-]+)/)![1]}`;

  const odd = await oddProduct();
  const payer = await browser.visit(shop);
  await putInCart(payer.page, shop, 1);
  const id = await order(payer.page, newEmail());
  const guest = await browser.visit(shop);
  await putInCart(guest.page, shop, 2);
  await putInCart(guest.page, shop, 3);
  cookies = {
    account: await page.context().cookies(),
    guest: await guest.context.cookies(),
    payer: await payer.context.cookies(),
  };
  paths = {
    everybody: [
      '/',
      '/c/kitchen',
      '/c/kitchen?sort=nonsense',
      '/search?q=lamp',
      '/search?q=nothinglikethis',
      product,
      odd,
      '/cart',
      '/sign-in',
      '/register',
      '/forgot-password',
      '/reset-password',
      '/verify-email',
      '/complete-registration',
      '/confirm-email-change',
      '/undo-email-change',
      '/resend-verification',
      '/nothing/here',
    ],
    account: [
      '/account',
      '/account/picture',
      '/account/privacy',
      '/account/orders',
      orderPath!,
      '/account/addresses',
      '/account/addresses/new',
      '/account/cards',
      '/account/notifications',
      '/account/email',
      '/account/sign-in',
      '/account/password',
      '/account/sessions',
      thanks,
    ],
    guest: ['/cart', '/checkout'],
    payer: [`/pay/${id}`, `/orders/${id}`],
  };
  await until(
    () => world.mailsTo(email),
    (mails) => mails.length > 0,
  );
}, 180_000);

test.each([
  ['everybody', 'a phone by day', { width: 390, height: 844 }, 'light'],
  ['everybody', 'a desk by night', { width: 1440, height: 900 }, 'dark'],
  ['account', 'a phone by night', { width: 390, height: 844 }, 'dark'],
  ['account', 'a desk by day', { width: 1440, height: 900 }, 'light'],
  ['guest', 'a phone by day', { width: 390, height: 844 }, 'light'],
  ['guest', 'a desk by night', { width: 1440, height: 900 }, 'dark'],
  ['payer', 'a phone by night', { width: 390, height: 844 }, 'dark'],
  ['payer', 'a desk by day', { width: 1440, height: 900 }, 'light'],
] as const)(
  'pages of %s can be used by everybody: on %s nothing is found that is wrong, and nothing is wider than the page',
  async (who, _where, viewport, colorScheme) => {
    const shop = world.system.storefrontUrl;
    const { page, context } = await browser.visit(shop, {}, { viewport, colorScheme, reducedMotion: 'reduce' });
    if (who !== 'everybody') await context.addCookies(cookies[who]);
    const found: string[] = [];
    for (const path of paths[who]) {
      await page.goto(shop + path);
      if (path.startsWith('/pay/')) await page.locator('iframe[title="Secure payment input frame"]').waitFor();
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      for (const { id, nodes } of violations)
        for (const { html, target } of nodes) {
          // the card form is transparent: what is behind it is the page, which is not looked at through its frame
          const isBehindFrame = id === 'color-contrast' && target.length > 1;
          if (!isBehindFrame) found.push(`${path}: ${id}: ${html}`);
        }
      const { width, widest } = await page.evaluate(() => ({
        width: document.documentElement.clientWidth,
        widest: document.documentElement.scrollWidth,
      }));
      if (widest > width) found.push(`${path}: ${widest - width} pixels wider than the page`);
      if (process.env.SCREENSHOTS) {
        const name = `${path.replaceAll(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}-${viewport.width}-${colorScheme}`;
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
      }
    }
    expect(found).toEqual([]);
  },
  240_000,
);
