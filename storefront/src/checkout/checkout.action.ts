import {
  type CurrencyCode,
  PlaceOrderDocument,
  type PlaceOrderMutation,
  SetCartShippingMethodDocument,
  type StorefrontClient,
  StorefrontError,
  UpdateCartDocument,
} from '@storegraph/client';
import { type FieldProblems, problemsOf, problemsOfError, textOf } from '../server/forms.ts';
import { orderKey } from './orderKey.ts';

export const ADDRESS_FIELDS = [
  'fullName',
  'company',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'countryCode',
  'phone',
] as const;
const CONTACT_FIELDS = ['email', 'shippingAddressId', ...ADDRESS_FIELDS];
const MOST_ATTEMPTS = 1_000;

/** What a form of the checkout came to, when the shopper has to do something about it. */
export interface CheckoutProblem {
  section: 'contact' | 'method' | 'order';
  problems: FieldProblems;
  /** What was typed, to be shown again. */
  typed?: Record<string, string>;
  /** By variant: how many are left. */
  shortages?: Record<string, number>;
  /** Of the next press of the button. */
  attempt?: number;
  previous?: string;
}

export const typedContact = (form: FormData): Record<string, string> =>
  Object.fromEntries(CONTACT_FIELDS.map((name) => [name, textOf(form, name)]));

/** All of it or nothing. Returns null when it is done. */
export async function saveContact(shop: StorefrontClient, form: FormData): Promise<CheckoutProblem | null> {
  const typed = typedContact(form);
  const { email = '', shippingAddressId, ...fields } = typed;
  const optional = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value || null]));
  // required ones that are empty are told by the graph, at their fields
  const address = shippingAddressId ? { shippingAddressId } : { shippingAddress: { ...optional, ...required(fields) } };
  try {
    const { userErrors } = (await shop.mutate(UpdateCartDocument, { input: { email, ...address } })).updateCart;
    return userErrors.length > 0
      ? { section: 'contact', problems: problemsOf(userErrors, CONTACT_FIELDS), typed }
      : null;
  } catch (error) {
    return { section: 'contact', problems: problemsOfError(error, CONTACT_FIELDS), typed };
  }
}

const required = ({
  fullName = '',
  line1 = '',
  city = '',
  postalCode = '',
  countryCode = '',
}: Record<string, string>) => ({
  fullName,
  line1,
  city,
  postalCode,
  countryCode,
});

export async function saveMethod(shop: StorefrontClient, form: FormData): Promise<CheckoutProblem | null> {
  const shippingOptionId = textOf(form, 'shippingOptionId');
  if (!shippingOptionId) return { section: 'method', problems: { form: 'Choose how it is sent.' } };
  try {
    const { setCartShippingMethod } = await shop.mutate(SetCartShippingMethodDocument, { input: { shippingOptionId } });
    const { userErrors } = setCartShippingMethod;
    return userErrors.length > 0 ? { section: 'method', problems: problemsOf(userErrors, []) } : null;
  } catch (error) {
    return { section: 'method', problems: problemsOfError(error, []) };
  }
}

type Placed = NonNullable<PlaceOrderMutation['placeOrder']['order']>;

/** Places exactly what the page has shown. A form that comes twice, from a double click or a second tab, is one order. */
export async function placeOrder(
  shop: StorefrontClient,
  form: FormData,
): Promise<{ order: Placed } | { problem: CheckoutProblem }> {
  const shown = readShown(form);
  if (!shown) return { problem: orderProblem('Look at the total once more, then order.') };
  const { cartId, total, previous, attempt } = shown;
  const refused = (message: string, next = attempt): CheckoutProblem => ({ ...orderProblem(message, next), previous });
  const input = { cartId, expectedTotal: total, idempotencyKey: orderKey(shown) };
  try {
    const { order, userErrors } = (await shop.mutate(PlaceOrderDocument, { input })).placeOrder;
    if (order && ENDED.has(order.status))
      return { problem: refused('That order has ended. Press once more to order anew.', attempt + 1) };
    if (order) return { order };
    const shortages = Object.fromEntries(
      userErrors.flatMap((refusal) =>
        refusal.__typename === 'InsufficientStock' && refusal.variant ? [[refusal.variant.id, refusal.available]] : [],
      ),
    );
    const message = userErrors.map(wordsOf).join(' ');
    return { problem: { ...refused(message, attempt + 1), shortages } };
  } catch (error) {
    if (error instanceof StorefrontError && error.code === 'BAD_USER_INPUT')
      return { problem: refused('The cart has changed. Look at it once more, then order.', 0) };
    // the same key: what was placed without an answer is found, not placed again
    return { problem: { ...refused(''), problems: problemsOfError(error, []) } };
  }
}

const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED']);

type Refusal = PlaceOrderMutation['placeOrder']['userErrors'][number];

function wordsOf(refusal: Refusal): string {
  if (refusal.__typename === 'PriceChanged') return 'The total has changed. Look at it once more, then order.';
  if (refusal.__typename === 'InsufficientStock')
    return refusal.available > 0 ? `Only ${refusal.available} of one product are left.` : 'One product is sold out.';
  return refusal.message;
}

const orderProblem = (message: string, attempt = 0): CheckoutProblem => ({
  section: 'order',
  problems: { form: message },
  attempt,
});

function readShown(form: FormData) {
  const [cartId, amount, currencyCode] = ['cartId', 'amount', 'currencyCode'].map((name) => textOf(form, name));
  const previous = textOf(form, 'previous');
  const [cartVersion, attempt] = ['cartVersion', 'attempt'].map((name) => Number(textOf(form, name)));
  const isWhole = (value: number | undefined, most: number): value is number =>
    Number.isInteger(value) && value! >= 0 && value! <= most;
  if (!cartId || !amount || !currencyCode) return null;
  if (!isWhole(cartVersion, Number.MAX_SAFE_INTEGER) || !isWhole(attempt, MOST_ATTEMPTS)) return null;
  // the graph says whether it is one
  return { cartId, cartVersion, total: { amount, currencyCode: currencyCode as CurrencyCode }, previous, attempt };
}
