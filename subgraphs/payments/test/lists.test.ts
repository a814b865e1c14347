import { askTogether, newViewer } from '@storegraph/kit/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newOrder, openWorld, PAY } from './world.ts';

const world = await openWorld();
afterAll(() => world.close());
const staff = newViewer(['STAFF']);
const placed = [newOrder(), newOrder(), newOrder()];
const ids: Record<string, string[]> = { Order: placed.map(({ orderId }) => orderId) };
beforeAll(async () => {
  for (const { command, buyer, pay, orderId } of placed) {
    await world.shop.command('createIntent', command);
    await world.shop.as(buyer)(PAY, pay('pm_card_visa', { savePaymentMethod: true }));
    await world.settle();
    for (const refundRequestId of ['first', 'second'])
      await world.shop.command('refund', {
        orderId,
        refundRequestId: `${orderId}:${refundRequestId}`,
        amountMinor: 100,
        reason: 'scratched',
      });
  }
  await world.settle();
  ids.Payment = (await world.rows('payments')).map(({ id }) => id);
});

test.each([
  ['Order', 'payments { id status refunds { id } }', 2],
  ['Order', 'payments { id } refunds { id amount { amount } }', 2],
  ['Payment', 'status refunds { id amount { amount } }', 2],
])(
  '%s: { %s } takes %i statements for all parents, and says of each what it says alone',
  async (type, selection, count) => {
    const { together, alone, statements } = await askTogether(world.shop, {
      viewer: staff,
      type,
      ids: ids[type]!,
      selection,
    });
    expect(together).toEqual(alone);
    expect(JSON.stringify(together)).toContain('"refunds":[{');
    expect(statements).toBe(count);
  },
);

test.each([
  ['Order', 'payments { id } refunds { id }', { payments: null, refunds: null }],
  ['Payment', 'status', null],
])('%s: who can see no payment is answered without a look into the database', async (type, selection, nothing) => {
  const { together, statements } = await askTogether(world.shop, { viewer: null, type, ids: ids[type]!, selection });
  expect(together).toEqual(ids[type]!.map(() => nothing));
  expect(statements).toBe(0);
});

test('Stripe is asked once for the cards of a user who comes up many times', async () => {
  const { buyer } = placed[0]!;
  const { together, statements } = await askTogether(world.shop, {
    viewer: buyer,
    type: 'User',
    ids: Array<string>(50).fill(buyer.id),
    selection: 'paymentMethods { last4 }',
  });
  expect(together).toEqual(Array(50).fill({ paymentMethods: [{ last4: '4242' }] }));
  expect(statements).toBe(1); // who the user is at Stripe
});
