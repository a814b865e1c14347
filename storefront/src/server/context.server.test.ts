import { cookiesOf } from '@storegraph/client';
import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { contextOf } from './context.server.ts';
import { pageContext, shopContext } from './context.ts';
import { SettingsInMemory } from './shopSettings.ts';

/** What a request with these cookies shares, and the cookies that it answers with. */
function asked(cookie: string, origin = 'https://shop.example') {
  const sent: string[] = [];
  const context = contextOf(
    { headers: {}, ip: '192.0.2.1', id: 'request-1' } as FastifyRequest,
    cookiesOf(cookie, (header) => sent.push(header)),
    {
      gateway: 'http://gateway.example',
      origin,
      nonce: '',
      stripe: { scriptUrl: '', publishableKey: '' },
      settings: new SettingsInMemory(),
      report: () => {},
    },
  );
  return { page: context.get(pageContext), shop: context.get(shopContext), sent };
}

test('a cart or an order that another site of the same domain has set is not taken', () => {
  const tossed = ['storegraph.cartToken=theirs', 'storegraph.orderToken=theirs', 'order=ord_theirs', 'notice=theirs'];
  for (const prefix of ['', '__Secure-']) {
    const { shop, page } = asked(tossed.map((pair) => prefix + pair).join('; '));
    expect([shop.cartToken, shop.orderToken, page.orderId, page.notice]).toEqual(Array(4).fill(undefined));
  }
});

test('what the shop remembers is set for this very host alone, and found again', () => {
  const { page, shop, sent } = asked('');
  shop.cartToken = 'cart-1';
  page.rememberOrder('ord_1');
  page.rememberPieces(2);
  page.tell('Done.');
  for (const header of sent) expect(header).toMatch(/^__Host-[^=]+=[^;]+; Path=\/; .*Secure$/);
  page.keepLinkToken('/verify-email', 'link-1');
  expect(sent.at(-1)).toMatch(/^__Secure-linkToken=link-1; Path=\/verify-email; .*Secure$/);

  const next = asked(sent.map((header) => header.split(';')[0]).join('; '));
  expect([next.shop.cartToken, next.page.orderId, next.page.pieces, next.page.notice, next.page.linkToken]).toEqual([
    'cart-1',
    'ord_1',
    2,
    'Done.',
    'link-1',
  ]);
});

test('without TLS, such as on a laptop, cookies have plain names', () => {
  const { shop, sent } = asked('', 'http://localhost:4100');
  shop.cartToken = 'cart-1';
  expect(sent).toEqual([expect.stringMatching(/^storegraph\.cartToken=cart-1; /)]);
});

test.each([
  ['letters of two halves', `x${'😀'.repeat(2_000)}`],
  ['letters of three bytes', '茶'.repeat(2_000)],
  ['half a letter', 'tea \ud83d'],
  ['plain ones', 'a'.repeat(10_000)],
])('a long notice with %s is kept as far as a browser keeps it', (_what, words) => {
  const { page, sent } = asked('');
  page.tell(words);
  const [pair = ''] = sent[0]!.split(';');
  expect(pair.length).toBeLessThan(4_096);
  const kept = asked(pair).page.notice!;
  expect(kept.length).toBeGreaterThan(4);
  expect(words.toWellFormed().startsWith(kept)).toBe(true);
});
