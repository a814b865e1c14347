import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AddCartItemsDocument,
  CancelOrderDocument,
  createClient,
  FulfillOrderDocument,
  MarkDeliveredDocument,
  OrderPageDocument,
  type OrderDetailsFragment,
  PayOrderDocument,
  PlaceOrderDocument,
  ProductPageDocument,
  RefundOrderDocument,
  SearchProductsDocument,
  SetCartEmailDocument,
  SetCartShippingAddressDocument,
  SetCartShippingMethodDocument,
  StaffOrdersDocument,
  type StorefrontClient,
} from '@storegraph/client';
import postgres from 'postgres';
import type { RunningSystem } from './system.ts';

const PASSWORD = 'correct horse battery staple';
const buyers = [
  'ada@storegraph.example',
  'mira.falk@storegraph.example',
  'tomas.brandt@storegraph.example',
  'ines.moreau@storegraph.example',
  'jonas.keller@storegraph.example',
  'leonie.novak@storegraph.example',
];
const endings = [
  'DELIVERED',
  'FULFILLED',
  'PARTIALLY_FULFILLED',
  'PAID',
  'DECLINED_THEN_PAID',
  'CANCELLED',
  'CANCELLED_AFTER_PAYMENT',
  'PARTIALLY_REFUNDED',
  'EXPIRED',
] as const;
type Ending = (typeof endings)[number];
const address = {
  fullName: 'Ada Winter',
  line1: '1 Harbour Street',
  city: 'Portland',
  region: 'OR',
  postalCode: '97201',
  countryCode: 'US',
};

/**
 * Orders of the past weeks in every status, bought through the graph like any other: stock, money, history and mails are
 * those of real purchases. Only their dates are set back. Does nothing in a shop that has orders.
 */
export async function placePastOrders(
  system: Pick<RunningSystem, 'url' | 'databaseUrl'>,
  say: (line: string) => void = () => {},
): Promise<number> {
  const client = () => createClient({ url: `${system.url}/graphql` });
  const staff = client();
  await staff.signIn({ email: 'sam@storegraph.example', password: PASSWORD });
  if ((await staff.query(StaffOrdersDocument, { first: 1 })).orders!.nodes.length > 0) return 0;
  say('Orders of the past weeks are being placed: only in a new shop');

  const { products } = await client().query(SearchProductsDocument, {
    query: '',
    filter: { inStock: true },
    sort: 'NEWEST',
    first: 24,
  });
  const variantIds = await Promise.all(
    products!.nodes.map(async ({ slug }) => {
      const { product } = await client().query(ProductPageDocument, { slug });
      return product!.variants.find(({ availability }) => availability.state === 'IN_STOCK')?.id;
    }),
  ).then((ids) => ids.filter((id) => id !== undefined));
  const orderIds: string[] = [];
  const signedIn: { email: string; shop: StorefrontClient }[] = [];
  for (const email of buyers) {
    const shop = client();
    await shop.signIn({ email, password: PASSWORD });
    signedIn.push({ email, shop });
  }
  await Promise.all(
    signedIn.map(async ({ email, shop }, buyer) => {
      // the first buyer has an order of every kind
      const own = buyer === 0 ? endings : endings.filter((_, index) => index % (buyers.length - 1) === buyer - 1);
      for (const [index, ending] of own.entries()) {
        const first = (buyer * 11 + index * 2) % (variantIds.length - 1);
        orderIds.push(
          await buy({ shop, staff, email, ending, variantIds: variantIds.slice(first, first + 2), system }),
        );
      }
    }),
  );
  await setBack(system, orderIds);
  return orderIds.length;
}

interface Purchase {
  shop: StorefrontClient;
  staff: StorefrontClient;
  email: string;
  ending: Ending;
  variantIds: string[];
  system: Pick<RunningSystem, 'databaseUrl'>;
}

async function buy({ shop, staff, email, ending, variantIds, system }: Purchase): Promise<string> {
  const key = (step: string) => keyOf(`${email} ${ending} ${step}`);
  // the cart of the order before is given back or ended by an event, a moment later
  await until(async () => {
    const items = variantIds.map((variantId, index) => ({ variantId, quantity: index + 1 }));
    const { addCartItems } = await shop.mutate(AddCartItemsDocument, { input: { items } });
    return addCartItems.userErrors.length === 0;
  }, `The cart of ${email} stays locked`);
  await shop.mutate(SetCartEmailDocument, { input: { email } });
  await shop.mutate(SetCartShippingAddressDocument, { input: { address } });
  const { setCartShippingMethod } = await shop.mutate(SetCartShippingMethodDocument, {
    input: { shippingOptionId: 'standard' },
  });
  const { amount, currencyCode } = setCartShippingMethod.cart!.totals.total;
  const { placeOrder } = await shop.mutate(PlaceOrderDocument, {
    input: { idempotencyKey: key('place'), expectedTotal: { amount, currencyCode } },
  });
  const order = placeOrder.order!;
  if (ending === 'EXPIRED') await letExpire(system, order.id);
  else if (ending === 'CANCELLED') await cancel(shop, order.id, key('cancel'));
  else {
    if (ending === 'DECLINED_THEN_PAID') await pay(shop, order.id, 'pm_card_chargeDeclined', key('declined'));
    await pay(shop, order.id, 'pm_card_visa', key('pay'));
    await arrived(shop, order.id, ({ paymentStatus }) => paymentStatus === 'PAID');
    await goOn(ending, shop, staff, order, key);
  }
  const end = { EXPIRED: 'EXPIRED', CANCELLED: 'CANCELLED', CANCELLED_AFTER_PAYMENT: 'CANCELLED' }[ending as string];
  if (end) await arrived(shop, order.id, ({ status }) => status === end);
  return order.id;
}

async function goOn(
  ending: Ending,
  shop: StorefrontClient,
  staff: StorefrontClient,
  { id: orderId, items }: OrderDetailsFragment,
  key: (step: string) => string,
): Promise<void> {
  const parcel = {
    orderId,
    carrier: 'Parcel Post',
    trackingNumber: `PP${key('parcel').slice(0, 8).toUpperCase()}`,
    idempotencyKey: key('parcel'),
  };
  switch (ending) {
    case 'DELIVERED':
    case 'FULFILLED':
      await staff.mutate(FulfillOrderDocument, { input: parcel });
      if (ending === 'DELIVERED') await staff.mutate(MarkDeliveredDocument, { input: { orderId } });
      return;
    case 'PARTIALLY_FULFILLED':
      await staff.mutate(FulfillOrderDocument, {
        input: { ...parcel, items: [{ orderItemId: items[0]!.id, quantity: 1 }] },
      });
      return;
    case 'CANCELLED_AFTER_PAYMENT':
      return cancel(shop, orderId, key('cancel'));
    case 'PARTIALLY_REFUNDED':
      await staff.mutate(RefundOrderDocument, {
        input: {
          orderId,
          amount: items[0]!.unitPrice,
          reason: 'arrived with a scratch',
          idempotencyKey: key('refund'),
        },
      });
  }
}

const pay = (shop: StorefrontClient, orderId: string, paymentMethod: string, idempotencyKey: string) =>
  shop.mutate(PayOrderDocument, { input: { orderId, paymentMethod, idempotencyKey } });

async function cancel(shop: StorefrontClient, orderId: string, idempotencyKey: string): Promise<void> {
  await shop.mutate(CancelOrderDocument, { input: { orderId, reason: 'ordered twice', idempotencyKey } });
}

async function arrived(
  shop: StorefrontClient,
  id: string,
  there: (order: OrderDetailsFragment) => boolean,
): Promise<void> {
  await until(async () => {
    const { order } = await shop.query(OrderPageDocument, { id });
    return order != null && there(order);
  }, `The seeded order ${id} does not arrive`);
}

async function until(done: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await delay(50);
  }
}

/** Ends the time to pay; that time is up is noticed and handled as always. */
async function letExpire({ databaseUrl }: Pick<RunningSystem, 'databaseUrl'>, orderId: string): Promise<void> {
  await inDatabase(databaseUrl('orders'), async (sql) => {
    await sql`UPDATE orders SET expires_at = now() WHERE id = ${orderId}`;
    await sql`UPDATE jobs SET run_at = now() WHERE name = 'expireOrder' AND key = ${orderId}`;
  });
}

/** The first is two months old, the last of yesterday. */
async function setBack({ databaseUrl }: Pick<RunningSystem, 'databaseUrl'>, orderIds: string[]): Promise<void> {
  const ages = sortedByKey(orderIds).map((id, index) => ({ id, days: 1 + Math.floor((index * 60) / orderIds.length) }));
  const rows = JSON.stringify(ages);
  await inDatabase(databaseUrl('orders'), async (sql) => {
    const aged = sql`(SELECT id AS aged_id, days * interval '1 day' AS age FROM json_to_recordset(${rows}::text::json) AS aged(id text, days int)) aged`;
    await sql`UPDATE orders SET placed_at = placed_at - age, updated_at = updated_at - age, expires_at = expires_at - age FROM ${aged} WHERE id = aged_id`;
    await sql`UPDATE order_events SET occurred_at = occurred_at - age FROM ${aged} WHERE order_id = aged_id`;
    await sql`UPDATE shipments SET shipped_at = shipped_at - age, delivered_at = delivered_at - age + interval '2 hours' FROM ${aged} WHERE order_id = aged_id`;
  });
}

const keyOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
const sortedByKey = (ids: string[]): string[] => ids.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));

async function inDatabase(url: string, run: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
