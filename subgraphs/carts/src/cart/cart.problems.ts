import { type ItemProblem, itemProblemMessage } from '@storegraph/commerce';
import type { Database, Service } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import type { CartEnvironment } from './cart.env.ts';
import type { CartLoaders } from './cart.loaders.ts';
import { type CartItemRow, type CartRow, type ShippingMethodRow, shippingMethods } from './cart.table.ts';
import { type CartProblem, CartProblemCode } from './cart.type.ts';
import { problemsOfItem, type ShopRules } from './problem.rules.ts';

export const shippingMethodsIn = (db: Database, currencyCode: string): Promise<ShippingMethodRow[]> =>
  db.select().from(shippingMethods).where(eq(shippingMethods.currencyCode, currencyCode));

/** Something can be shipped as soon as there is a way of shipping: each of them goes everywhere and takes everything. */
export const rulesBy = (
  { env }: Pick<Service<CartEnvironment>, 'env'>,
  methods: readonly ShippingMethodRow[],
): ShopRules => ({ maxQuantity: env.MAX_QUANTITY_PER_VARIANT, deliverable: methods.length > 0 });

/** What stands between a cart and its order. A cart whose order exists already holds its stock: nobody is asked about it. */
export async function problemsOf(
  row: CartRow,
  { loaders, service }: { loaders: CartLoaders; service: Service<CartEnvironment> },
): Promise<CartProblem[]> {
  const items = await loaders.itemsOfCart.load(row.id);
  const repriced = items.filter(priceChanged).map(({ id, title, variantId }) => ({
    code: CartProblemCode.PRICE_CHANGED,
    message: `The price of ${title} has changed`,
    itemId: id,
    variantId,
  }));
  if (row.status !== 'OPEN') return [...repriced, ...missingFrom(row)];
  const [methods, ...offers] = await Promise.all([
    loaders.shippingMethods.load(row.currencyCode),
    ...items.map(({ variantId }) => loaders.offer.load(variantId)),
  ]);
  const rules = rulesBy(service, methods);
  const unbuyable = items.flatMap((item, index) =>
    problemsOfItem(item, offers[index], rules).map((problem) => toCartProblem(problem, item.id)),
  );
  const isOffered = methods.some(({ id }) => id === row.shippingMethodId);
  return [...repriced, ...unbuyable, ...missingFrom(isOffered ? row : { ...row, shippingMethodId: null })];
}

const toCartProblem = (problem: ItemProblem, itemId: string): CartProblem => ({
  code: CartProblemCode[problem.code],
  message: itemProblemMessage(problem),
  itemId,
  variantId: problem.variantId,
  available: problem.available,
});

const missingFrom = ({
  email,
  shippingAddress,
  shippingMethodId,
}: Pick<CartRow, 'email' | 'shippingAddress' | 'shippingMethodId'>): CartProblem[] => [
  ...(email ? [] : [{ code: CartProblemCode.EMAIL_MISSING, message: 'Set an e-mail address' }]),
  ...(shippingAddress ? [] : [{ code: CartProblemCode.SHIPPING_ADDRESS_MISSING, message: 'Set a shipping address' }]),
  ...(shippingMethodId ? [] : [{ code: CartProblemCode.SHIPPING_METHOD_MISSING, message: 'Choose a shipping method' }]),
];

export const priceChanged = ({ unitPriceMinor, addedPriceMinor }: CartItemRow): boolean =>
  unitPriceMinor !== addedPriceMinor;
