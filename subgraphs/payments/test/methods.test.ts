import { randomUUID } from 'node:crypto';
import type { Viewer } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newOrder, openWorld, PAY } from './world.ts';

const world = await openWorld();
const { shop } = world;
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true, hold: true })); // what is tested here needs no webhook

const CARDS =
  'query ($who: [_Any!]!) { _entities(representations: $who) { ... on User { paymentMethods { id brand last4 expMonth expYear createdAt } } } }';
const cardsOf = async (viewer: Viewer) =>
  (await shop.as(viewer)(CARDS, { who: [{ __typename: 'User', id: viewer.id }] })).data._entities[0].paymentMethods;
const remove = (viewer: Viewer | null, paymentMethodId: string) =>
  shop.as(viewer)(
    'mutation ($input: RemovePaymentMethodInput!) { removePaymentMethod(input: $input) { removedPaymentMethodId } }',
    { input: { paymentMethodId } },
  );
const setUp = (viewer: Viewer | null) =>
  shop.as(viewer)(
    'mutation ($input: CreatePaymentMethodSetupInput!) { createPaymentMethodSetup(input: $input) { clientSecret } }',
    { input: { idempotencyKey: randomUUID() } },
  );
const codeOf = ({ errors }: { errors?: any[] }) => errors?.[0].extensions.code;

/** Somebody who has paid with a card and kept it. */
async function withCard(card = 'pm_card_visa') {
  const { buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay(card, { savePaymentMethod: true }));
  const [saved] = await cardsOf(buyer);
  return { buyer, saved };
}

test('a saved card shows what Stripe knows of it', async () => {
  const { saved } = await withCard('pm_card_mastercard');
  const { payment_methods } = (await world.atStripe()) as any;
  const { card, created } = payment_methods.find(({ id }: { id: string }) => id === saved.id);
  expect(saved).toEqual({
    id: saved.id,
    brand: 'mastercard',
    last4: '4444',
    expMonth: card.exp_month,
    expYear: card.exp_year,
    createdAt: new Date(created * 1_000).toISOString(),
  });
});

test('a card of another customer, who has cards as well, is not found, and stays', async () => {
  const [ada, eve] = [await withCard(), await withCard()];
  for (const [viewer, code] of [
    [eve.buyer, 'NOT_FOUND'],
    [newViewer(), 'NOT_FOUND'],
    [newViewer(['STAFF']), 'NOT_FOUND'],
    [null, 'UNAUTHENTICATED'],
  ] as const)
    expect(codeOf(await remove(viewer, ada.saved.id))).toBe(code);
  expect(codeOf(await remove(ada.buyer, 'pm_unknown'))).toBe('NOT_FOUND');
  expect([await cardsOf(ada.buyer), await cardsOf(eve.buyer)]).toEqual([[ada.saved], [eve.saved]]);
});

test('when Stripe does not answer, a card is neither gone nor said to be', async () => {
  const { buyer, saved } = await withCard();
  // as often as its program tries
  await world.knobs({ failNext: { count: 10, path: `payment_methods/${saved.id}`, status: 500 } });
  expect(codeOf(await remove(buyer, saved.id))).toBe('SERVICE_UNAVAILABLE');
  await world.knobs({ reset: true, hold: true });
  expect(await cardsOf(buyer)).toEqual([saved]);
});

test('saving a card without a payment begins at Stripe, for the one customer that a shopper is there', async () => {
  const { buyer } = await withCard();
  expect(codeOf(await setUp(null))).toBe('UNAUTHENTICATED');
  const before = ((await world.atStripe()) as any).setup_intents.length;
  const { data } = await setUp(buyer);
  const { setup_intents, payment_intents } = (await world.atStripe()) as any;
  expect(setup_intents).toHaveLength(before + 1);
  const made = setup_intents.at(-1);
  expect(data.createPaymentMethodSetup.clientSecret).toBe(made.client_secret);
  expect(made).toMatchObject({ usage: 'off_session', customer: payment_intents.at(-1).customer });
});
