import { newViewer } from '@storegraph/kit/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { answers, place, row } = world;
const [bowls, vase] = world.lines;
afterAll(() => world.stop());
/** A cart in which no amount is another one. */
const amounts = { subtotalMinor: 9000, discountMinor: 700, shippingMinor: 500, taxMinor: 855, totalMinor: 9655 };
const TOTAL = { amount: '96.55', currencyCode: 'USD' };
beforeEach(() => {
  world.reset();
  const locks = answers.lockCart;
  answers.lockCart = async (input) => {
    const answer = (await locks(input)) as Extract<Awaited<ReturnType<typeof locks>>, { outcome: 'LOCKED' }>;
    return { ...answer, cart: { ...answer.cart, ...amounts } };
  };
});
const reservesAt = (...prices: number[]) => {
  answers.reserveStock = async () => ({
    outcome: 'RESERVED',
    lines: [bowls!, vase!].map(({ variantId }, index) => ({
      variantId,
      unitPriceMinor: prices[index]!,
      currencyCode: 'USD',
    })),
  });
};

test('the amounts of the cart are the amounts of the order, each in its place, and the total is what is charged', async () => {
  const asked: any[] = [];
  const usual = { createIntent: answers.createIntent, reserveStock: answers.reserveStock };
  answers.createIntent = (input) => {
    asked.push(input);
    return usual.createIntent(input);
  };
  answers.reserveStock = (input) => {
    asked.push(input);
    return usual.reserveStock(input);
  };
  const buyer = newViewer();
  const { order } = await place(buyer, { expectedTotal: TOTAL });

  expect(await row(order.id)).toMatchObject({
    subtotal_minor: '9000',
    discount_minor: '700',
    shipping_minor: '500',
    tax_minor: '855',
    total_minor: '9655',
    captured_minor: '0',
    refunded_minor: '0',
  });
  const QUERY = `query ($id: ID!) { order(id: $id) { items { title quantity unitPrice { amount } total { amount currencyCode } }
    totals { subtotal { amount } discount { amount } shipping { amount } tax { amount } total { amount currencyCode } } } }`;
  const { data } = await world.as(buyer)(QUERY, { id: order.id });
  expect(data.order).toEqual({
    items: [
      {
        title: 'Oak Bowl',
        quantity: 2,
        unitPrice: { amount: '25.00' },
        total: { amount: '50.00', currencyCode: 'USD' },
      },
      {
        title: 'Clay Vase',
        quantity: 1,
        unitPrice: { amount: '40.00' },
        total: { amount: '40.00', currencyCode: 'USD' },
      },
    ],
    totals: {
      subtotal: { amount: '90.00' },
      discount: { amount: '7.00' },
      shipping: { amount: '5.00' },
      tax: { amount: '8.55' },
      total: TOTAL,
    },
  });
  const { number } = await row(order.id);
  expect(asked).toEqual([
    {
      orderId: order.id,
      holder: null,
      lines: [
        { variantId: bowls!.variantId, quantity: 2 },
        { variantId: vase!.variantId, quantity: 1 },
      ],
    },
    {
      orderId: order.id,
      attempt: 1,
      amountMinor: 9655,
      currencyCode: 'USD',
      userId: buyer.id,
      orderTokenHash: (await row(order.id)).order_token_hash,
      email: 'ada@shop.example',
    },
  ]);
  expect(await world.payloads(order.id, 'OrderPlaced')).toMatchObject([
    {
      number,
      userId: buyer.id,
      email: 'ada@shop.example',
      totalMinor: 9655,
      currencyCode: 'USD',
      lines: [
        { title: 'Oak Bowl', quantity: 2, totalMinor: 5000 },
        { title: 'Clay Vase', quantity: 1, totalMinor: 4000 },
      ],
    },
  ]);
});

test.each([
  ['rose', [2501, 4000], '96.57'],
  ['rose a lot', [9900, 4000], '244.55'],
  ['fell', [2500, 3999], '96.54'],
  ['fell and rose', [2400, 4100], '95.55'],
])(
  'a price that %s since the cart was looked at is refused with the total of now, and nothing is payable',
  async (_, prices, actual) => {
    reservesAt(...prices);
    const buyer = newViewer();
    const { order, userErrors } = await place(buyer, { expectedTotal: TOTAL });
    expect(order).toBeNull();
    expect(userErrors).toMatchObject([
      { __typename: 'PriceChanged', expected: { amount: '96.55' }, actual: { amount: actual } },
    ]);
    expect(world.called).toEqual(['checkCart', 'lockCart', 'reserveStock']);
    expect(await world.told((await world.rowOf(buyer)).id)).toEqual(['OrderRejected']);
  },
);

test.each(['90.00', '83.00', '96.54', '96.56', '110.55'])(
  'who expects %s, be it the subtotal or a cent more or less, is told the total',
  async (amount) => {
    const { userErrors } = await place(newViewer(), { expectedTotal: { amount, currencyCode: 'USD' } });
    expect(userErrors).toMatchObject([
      { __typename: 'PriceChanged', expected: { amount }, actual: { amount: '96.55' } },
    ]);
    expect(world.called).toEqual(['checkCart', 'lockCart']);
  },
);

test('what is captured is what was agreed: the subtotal, a cent less or another currency is not taken for this order', async () => {
  const { order } = await place(newViewer(), { expectedTotal: TOTAL });
  const before = await world.all(order.id);
  for (const amountMinor of [9000, 9654, 9656])
    await expect(world.pay(order.id, undefined, amountMinor)).rejects.toThrow('another amount');
  await expect(
    world.deliver('PaymentSucceeded', {
      orderId: order.id,
      paymentId: 'pay_1',
      amountMinor: 9655,
      currencyCode: 'EUR',
    }),
  ).rejects.toThrow('another amount');
  await expect(world.pay('ord_unknown', undefined, 9655)).rejects.toThrow('does not exist');
  expect(await world.all(order.id)).toEqual(before);
  await world.pay(order.id, undefined, 9655);
  expect(await row(order.id)).toMatchObject({ state: 'PAID', captured_minor: '9655' });
});
