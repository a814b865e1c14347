import { expect, test } from 'vitest';
import { type Domain, domains } from '../../local/system/layout.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { runningBrowser } from './browser.ts';
import { order, putInCart } from './till.ts';

const world = runningWorld({ storefront: true });
const browser = runningBrowser();

/** Whether the cart shows its items, and takes more of them. What was looked at before is at hand without products, too. */
const stillWorks: Record<Domain, { cart: boolean; adding: boolean }> = {
  users: { cart: true, adding: true },
  products: { cart: true, adding: false },
  carts: { cart: false, adding: false },
  orders: { cart: true, adding: true },
  payments: { cart: true, adding: true },
  notifications: { cart: true, adding: true },
};

const lastSlug = () =>
  world.inDatabase('products', async (sql) => {
    const [product] = await sql`SELECT slug FROM products WHERE status = 'ACTIVE' ORDER BY sold, slug DESC LIMIT 1`;
    return product!.slug as string;
  });

test.each(domains)(
  'without %s the shop keeps what does not need it, says what is missing, and is whole again after',
  async (domain) => {
    const shop = world.system.storefrontUrl;
    const { page } = await browser.visit(shop);
    await putInCart(page, shop, domains.indexOf(domain));
    const path = new URL((await page.locator('.line a').first().getAttribute('href'))!, shop).pathname;
    const child = world.system.processes.get(domain)!;
    await child.stop();
    try {
      const { cart, adding } = stillWorks[domain];
      for (const where of [
        '/',
        '/c/kitchen',
        '/search?q=lamp',
        path,
        '/cart',
        '/checkout',
        '/account',
        '/orders/ord_none',
      ]) {
        const answer = (await page.goto(shop + where))!;
        const words = (await page.locator('main').textContent())!;
        // a page of the shop, whatever is away: header, a heading, and words
        expect([where, await page.locator('header.header').count(), await page.locator('h1').count()]).toEqual([
          where,
          1,
          1,
        ]);
        expect([where, answer.status()]).not.toEqual([where, 500]);
        expect([where, words.trim().length > 20]).toEqual([where, true]);
      }
      const isShown = async (where: string, selector: string) => {
        await page.goto(shop + where);
        return (await page.locator(selector).count()) > 0;
      };
      expect(await isShown(path, 'button:has-text("Add to cart")')).toBe(true);
      expect(await isShown('/', '.card')).toBe(true);
      expect(await isShown('/cart', '.line a[href^="/p/"]')).toBe(cart);
      if (adding) {
        await putInCart(page, shop, 7);
        expect(await page.locator('.line').count()).toBe(2);
      }
      if (domain === 'products') {
        const neverSeen = (await page.goto(`${shop}/p/${await lastSlug()}`))!;
        expect([neverSeen.status(), neverSeen.headers()['retry-after']]).toEqual([503, '5']);
      }
    } finally {
      await child.restart();
      await child.ready();
    }
    await expect
      .poll(
        async () => {
          await page.goto(`${shop}/cart`);
          return page.locator('.line a[href^="/p/"]').count();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    if (domain === 'orders' || domain === 'payments') expect(await order(page, newEmail())).toMatch(/^ord_/);
  },
);
