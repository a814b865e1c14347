import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastingViolations, openCopy, readInvariants, type SystemCopy } from './invariants.ts';
import { until, variantNumber } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';

const world = runningWorld({ single: true });
const sources = {
  databaseUrl: (domain: Parameters<typeof world.system.databaseUrl>[0]) => world.system.databaseUrl(domain),
  get stripeUrl() {
    return world.system.stripeUrl;
  },
};
let copy: SystemCopy;
beforeAll(async () => {
  copy = await openCopy();
});
afterAll(() => copy?.close());

test('after purchases, a decline, cancels, refunds and a rejection everything holds', async () => {
  const ada = world.guest();
  await ada.register(newEmail());
  const paid = await ada.order(variantNumber(1), newEmail(), 2);
  await ada.pay(paid.id, 'pm_card_chargeDeclined');
  await ada.pay(paid.id);
  await ada.orderWhen(paid.id, { paymentStatus: 'PAID' });
  const cancelled = await world.guest();
  const dead = await cancelled.order(variantNumber(4), newEmail());
  await cancelled.run(
    'cancelOrder',
    'CancelOrderInput',
    { orderId: dead.id, orderToken: cancelled.orderToken, idempotencyKey: crypto.randomUUID() },
    'order { id }',
  );
  await cancelled.orderWhen(dead.id, { status: 'CANCELLED' });
  const sam = await world.staff();
  for (const amount of [{ amount: '1.00', currencyCode: 'USD' }, undefined]) {
    const input = { orderId: paid.id, amount, reason: 'a scratch', idempotencyKey: crypto.randomUUID() };
    await sam.run('refundOrder', 'RefundOrderInput', input, 'order { id }');
    await sam.orderWhen(paid.id, { paymentStatus: amount ? 'PARTIALLY_REFUNDED' : 'REFUNDED' });
  }
  const kept = world.guest();
  const { id } = await kept.order(variantNumber(7), newEmail());
  await kept.pay(id);
  await kept.orderWhen(id, { paymentStatus: 'PAID' });
  const refused = world.guest();
  await refused.add(variantNumber(10));
  await refused.prepareCheckout(newEmail());
  const { order, userErrors } = await refused.placeOrder({ amount: '0.01', currencyCode: 'USD' });
  expect([order, userErrors]).toMatchObject([null, [{ code: 'PRICE_CHANGED' }]]);

  await until(
    () => lastingViolations(copy, sources, 1),
    (violations) => violations.length === 0,
    20_000,
  );
});

/** For each invariant a way to break it, in the copy: an invariant that finds nothing when it should guards nothing. */
const paidOrder = `(SELECT id FROM orders.orders WHERE state = 'PAID' LIMIT 1)`;
const deadOrder = `(SELECT id FROM orders.orders WHERE state = 'CANCELLED' LIMIT 1)`;
const anyVariant = '(SELECT min(variant_id) FROM products.stock)';
const planted: Record<string, string> = {
  'stock/never_oversold': `UPDATE products.stock SET reserved = on_hand + 1 WHERE variant_id = ${anyVariant}`,
  'stock/reserved_is_what_orders_hold': `UPDATE products.stock SET reserved = reserved + 1 WHERE variant_id = ${anyVariant}`,
  'stock/on_hand_is_what_moved': `UPDATE products.stock SET on_hand = on_hand + 1 WHERE variant_id = ${anyVariant}`,
  'stock/sold_once': `INSERT INTO products.stock_movements SELECT * FROM products.stock_movements WHERE order_id = ${paidOrder}`,
  'stock/holds_follow_their_reservation': `UPDATE products.holds SET state = 'RELEASED' WHERE order_id = ${paidOrder}`,
  'stock/holds_are_the_lines_of_the_order': `UPDATE products.holds SET quantity = quantity + 1 WHERE order_id = ${paidOrder}`,
  'stock/paid_orders_took_their_stock': `UPDATE products.reservations SET state = 'RELEASED' WHERE order_id = ${paidOrder}`,
  'stock/dead_orders_hold_nothing': `UPDATE products.reservations SET state = 'HELD' WHERE order_id = ${deadOrder}`,
  'stock/no_reservation_without_an_order': `UPDATE products.reservations SET order_id = 'ord_nobody' WHERE order_id = ${paidOrder}`,
  'orders/totals_add_up': `UPDATE orders.orders SET tax_minor = tax_minor + 1 WHERE id = ${paidOrder}`,
  'orders/lines_are_those_of_the_cart': `UPDATE orders.order_items SET unit_price_minor = unit_price_minor + 1 WHERE order_id = ${paidOrder}`,
  'orders/a_price_is_the_one_of_its_number': `UPDATE carts.cart_items SET unit_price_minor = unit_price_minor + 1`,
  'orders/one_live_order_per_cart': `UPDATE orders.orders SET state = 'NEW', cart_id = 'cart_same' WHERE id IN (${paidOrder}, ${deadOrder})`,
  'orders/one_order_per_key': `DELETE FROM orders.orders WHERE id = ${paidOrder}`,
  'orders/a_number_is_given_when_it_can_be_paid': `UPDATE orders.orders SET number = 'SG-1' WHERE state = 'REJECTED'`,
  'orders/numbers_have_no_gaps': `DELETE FROM orders.orders WHERE id = ${paidOrder}`,
  'orders/history_has_no_gaps': `DELETE FROM orders.order_events WHERE order_id = ${paidOrder} AND to_state = 'RESERVING'`,
  'orders/history_follows_the_rules': `UPDATE orders.order_events SET from_state = 'EXPIRED' WHERE order_id = ${paidOrder} AND to_state = 'PAID'`,
  'orders/nothing_stands_still': `UPDATE orders.orders SET state = 'EXPIRING', updated_at = now() - interval '3 minutes' WHERE id = ${deadOrder}`,
  'orders/carts_go_with_their_orders': `UPDATE carts.carts SET status = 'LOCKED' WHERE order_id = ${paidOrder}`,
  'orders/one_owner': `UPDATE payments.payments SET user_id = 'usr_somebody_else' WHERE order_id = ${paidOrder}`,
  'money/ledger_balances': `UPDATE payments.ledger_entries SET amount_minor = amount_minor + 1 WHERE account = 'stripe_balance'`,
  'money/paid_once': `INSERT INTO payments.payments SELECT * FROM payments.payments WHERE order_id = ${paidOrder}`,
  'money/payments_are_booked': `DELETE FROM payments.ledger_entries WHERE source LIKE 'payment:%'`,
  'money/paid_orders_have_their_money': `UPDATE payments.payments SET amount_minor = amount_minor - 1 WHERE order_id = ${paidOrder}`,
  'money/every_payment_has_its_order': `UPDATE payments.payments SET order_id = 'ord_nobody' WHERE order_id = ${paidOrder}`,
  'money/dead_orders_cannot_be_paid': `UPDATE payments.payments SET status = 'REQUIRES_PAYMENT_METHOD' WHERE order_id = ${deadOrder}`,
  'money/refunds_within_captured': `UPDATE payments.refunds SET amount_minor = amount_minor * 3`,
  'money/refunds_agree': `UPDATE orders.orders SET refunded_minor = refunded_minor - 1 WHERE refunded_minor > 0`,
  'money/cash_is_captured_less_refunded': `UPDATE orders.orders SET captured_minor = captured_minor + 1 WHERE id = ${paidOrder}`,
  'money/captured_once_at_stripe': `INSERT INTO stripe.payment_intents SELECT * FROM stripe.payment_intents WHERE status = 'succeeded'`,
  'money/stripe_and_payments_agree': `UPDATE stripe.payment_intents SET amount = amount + 1 WHERE status = 'succeeded'`,
  'money/refunded_once_at_stripe': `INSERT INTO stripe.refunds SELECT * FROM stripe.refunds`,
  'money/no_open_intent_of_a_dead_order_at_stripe': `UPDATE stripe.payment_intents SET status = 'requires_payment_method' WHERE status = 'canceled'`,
  'events/everything_is_delivered': `UPDATE orders.outbox SET dead_at = now() WHERE id = (SELECT min(id) FROM orders.outbox)`,
  'events/what_was_sent_was_applied': 'DELETE FROM products.inbox',
  'events/what_was_applied_was_sent': `INSERT INTO orders.inbox (event_id, type) VALUES (gen_random_uuid(), 'PaymentSucceeded')`,
  'events/every_change_is_published': `DELETE FROM orders.outbox WHERE type = 'OrderPaid'`,
  'events/no_job_is_given_up': `INSERT INTO orders.jobs (name, key, dead_at) VALUES ('advanceOrder', 'x', now())`,
  'events/one_mail_per_order_and_kind': `INSERT INTO notifications.notifications SELECT * FROM notifications.notifications WHERE kind = 'ORDER_PAID'`,
  'events/mails_go_to_the_buyer': `UPDATE notifications.notifications SET email = 'somebody@else.example' WHERE kind = 'ORDER_PAID'`,
  'events/paid_orders_were_confirmed': `DELETE FROM notifications.notifications WHERE kind = 'ORDER_PAID'`,
  'users/one_account_per_address': `INSERT INTO users.users SELECT * FROM users.users`,
  'users/who_ordered_is_known': `INSERT INTO users.users (id) VALUES ('usr_buyer'); UPDATE orders.orders SET user_id = 'usr_buyer' WHERE id = ${paidOrder}`,
  'users/one_live_token_per_session': `INSERT INTO users.refresh_tokens SELECT * FROM users.refresh_tokens`,
};

test('every invariant has a planted violation', () => {
  expect(Object.keys(planted).sort()).toEqual(readInvariants().map(({ name }) => name));
});

test.each(readInvariants())('$name: $meaning', async ({ name, query }) => {
  const { sql } = copy;
  const look = async () => (await sql.unsafe(query)).length;
  expect(await look()).toBe(0);
  await sql`BEGIN`;
  try {
    await sql.unsafe(planted[name]!);
    expect(await look()).toBeGreaterThan(0);
  } finally {
    await sql`ROLLBACK`;
  }
});
