import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { products } from '../src/subgraph.ts';

/** What an event says beside what a test is about. */
const rest = {
  number: 'SG-1001',
  cartId: null,
  userId: null,
  email: null,
  orderToken: 'token-of-the-order',
  totalMinor: 4480,
  currencyCode: 'USD',
  lines: [],
  reason: null,
  refundedMinor: 4480,
  restock: false,
};

const ADJUST = `mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) {
  inventory { onHand reserved available movements(first: 5) { nodes { delta reason } } } userErrors { code path } } }`;

/** The real subgraph with a warehouse, and orders that are in whatever state a test says. */
export async function openWarehouse() {
  /** What orders says of an order. */
  const states: Record<string, string> = {};
  const shop = await testSubgraph(products, {
    remotes: {
      orders: {
        orderState: async ({ orderId }: { orderId: string }) =>
          states[orderId] ? { orderId, state: states[orderId], totalMinor: 2500, currencyCode: 'USD' } : null,
      },
    },
  });
  const staff = shop.as(newViewer(['STAFF']));

  /** A product with one variant and so many units of it. */
  async function variantWith(onHand: number): Promise<string> {
    const [productId, variantId] = [newId('prod'), newId('var')];
    await shop.db.execute(
      sql`INSERT INTO products (id, slug, title, status) VALUES (${productId}, ${productId}, 'Bowl', 'ACTIVE')`,
    );
    await shop.db.execute(
      sql`INSERT INTO variants (id, product_id, sku, title, price_minor) VALUES (${variantId}, ${productId}, ${variantId}, 'Oak', 2500)`,
    );
    await shop.db.execute(sql`INSERT INTO stock (variant_id, on_hand) VALUES (${variantId}, ${onHand})`);
    if (onHand > 0)
      await shop.db.execute(
        sql`INSERT INTO stock_movements (variant_id, delta, reason) VALUES (${variantId}, ${onHand}, 'opening stock')`,
      );
    return variantId;
  }
  const stockOf = async (variantId: string) =>
    [...(await shop.db.execute(sql`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId}`))].map(
      ({ on_hand, reserved }) => [on_hand, reserved],
    )[0];
  const movementsOf = async (variantId: string) =>
    [
      ...(await shop.db.execute(sql`SELECT delta FROM stock_movements WHERE variant_id = ${variantId} ORDER BY id`)),
    ].map(({ delta }) => delta);
  const reserve = (
    orderId: string,
    variantId: string,
    quantity: number,
    holder?: { key: string; atMost: number } | null,
  ) => shop.command('reserveStock', { orderId, lines: [{ variantId, quantity }], holder });
  const adjust = async (input: object, as = staff) => {
    const { data, errors } = await as(ADJUST, { input: { reason: 'count', idempotencyKey: randomUUID(), ...input } });
    return errors ? { errors } : data.adjustInventory;
  };
  const publish = (type: string, orderId: string, extra: object = {}) =>
    shop.deliver(type, { ...rest, orderId, ...extra });

  /** All that is written about the stock of a variant and the orders of it. */
  const written = async (variantId: string) => {
    const tables = [
      sql`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId}`,
      sql`SELECT delta, reason, order_id FROM stock_movements WHERE variant_id = ${variantId} ORDER BY id`,
      sql`SELECT order_id, quantity, state FROM holds WHERE variant_id = ${variantId} ORDER BY order_id`,
      sql`SELECT sold FROM products WHERE id = (SELECT product_id FROM variants WHERE id = ${variantId})`,
    ];
    return (await Promise.all(tables.map((query) => shop.db.execute(query)))).map((rows) => [...rows]);
  };
  return { shop, states, variantWith, stockOf, movementsOf, reserve, publish, written, adjust };
}
