import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Shopper } from '../../test/shop.ts';

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the browser has complained about: errors of scripts, and what the security policy refused. */
  complaints: string[];
}

/** One Chromium for a test file, a fresh profile for each visitor. */
export function runningBrowser() {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
    });
  });
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
  afterAll(() => browser?.close());

  return {
    /** A browser of somebody new, or one in which this guest has ordered. */
    async visit(
      storefrontUrl: string,
      guest: Pick<Shopper, 'orderToken' | 'cartToken'> = {},
      options: BrowserContextOptions = {},
    ): Promise<Visitor> {
      const context = await browser.newContext(options);
      contexts.push(context);
      const token = (name: string, value: string | undefined) =>
        value
          ? [{ name: `storegraph.${name}`, value: encodeURIComponent(value), url: storefrontUrl, httpOnly: true }]
          : [];
      await context.addCookies([...token('orderToken', guest.orderToken), ...token('cartToken', guest.cartToken)]);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
      });
      return { context, page, complaints };
    },
  };
}
