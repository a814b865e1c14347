import type { PostalAddress } from '@storegraph/commerce';
import { badInput, cleanText, type Database, refuse } from '@storegraph/kit';
import { and, eq } from 'drizzle-orm';
import { neededAddress, saidAddress } from './cart.address.ts';
import { type Caller, type CartTarget, changeCart } from './cart.change.ts';
import type {
  SetCartBillingAddressInput,
  SetCartEmailInput,
  SetCartShippingAddressInput,
  SetCartShippingMethodInput,
  UpdateCartInput,
} from './cart.input.ts';
import { type CartRow, shippingMethods } from './cart.table.ts';

/** What an order needs to know beside its items. What is left out stays as it is. */
interface CartDetails {
  email?: string | undefined;
  shippingAddress?: PostalAddress | null | undefined;
  /** Null: the shipping address. */
  billingAddress?: PostalAddress | null | undefined;
  shippingOptionId?: string | undefined;
}

/** All of them or none. */
const setDetails = (
  caller: Caller,
  target: CartTarget,
  { email, shippingAddress, billingAddress, shippingOptionId }: CartDetails,
): Promise<CartRow> =>
  changeCart(caller, target, async (tx, cart) => {
    const fields: Partial<CartRow> = {
      ...(email && { email: cleanText(email) }),
      ...(shippingAddress && { shippingAddress }),
      ...(billingAddress !== undefined && { billingAddress }),
    };
    if (shippingOptionId) fields.shippingMethodId = await shippingMethodOf(tx, cart, shippingOptionId);
    return { fields };
  });

async function shippingMethodOf(tx: Database, cart: CartRow, shippingOptionId: string): Promise<string> {
  const [method] = await tx
    .select({ id: shippingMethods.id })
    .from(shippingMethods)
    .where(and(eq(shippingMethods.id, shippingOptionId), eq(shippingMethods.currencyCode, cart.currencyCode)));
  return (
    method?.id ??
    refuse('NOT_FOUND', 'This is not one of the shipping options of the cart', ['input', 'shippingOptionId'])
  );
}

export const setCartEmail = (caller: Caller, { email, ...target }: SetCartEmailInput): Promise<CartRow> =>
  setDetails(caller, target, { email });

export const setCartShippingMethod = (
  caller: Caller,
  { shippingOptionId, ...target }: SetCartShippingMethodInput,
): Promise<CartRow> => setDetails(caller, target, { shippingOptionId });

export async function setCartShippingAddress(
  caller: Caller,
  { address, addressId, ...target }: SetCartShippingAddressInput,
): Promise<CartRow> {
  const names = { address: 'address', addressId: 'addressId' };
  return setDetails(caller, target, { shippingAddress: await neededAddress(caller, { address, addressId }, names) });
}

export async function setCartBillingAddress(
  caller: Caller,
  { address, addressId, sameAsShipping, ...target }: SetCartBillingAddressInput,
): Promise<CartRow> {
  const names = { address: 'address', addressId: 'addressId', sameAsShipping: 'sameAsShipping' };
  const choice = { address, addressId, sameAsShipping };
  return setDetails(caller, target, { billingAddress: await neededAddress(caller, choice, names) });
}

/** Several of them at once, for a form that has them all. */
export async function updateCart(caller: Caller, input: UpdateCartInput): Promise<CartRow> {
  const { cartId, expectedVersion, email, shippingOptionId } = input;
  const shippingAddress = await saidAddress(
    caller,
    { address: input.shippingAddress, addressId: input.shippingAddressId },
    { address: 'shippingAddress', addressId: 'shippingAddressId' },
  );
  const billingAddress = await saidAddress(
    caller,
    {
      address: input.billingAddress,
      addressId: input.billingAddressId,
      sameAsShipping: input.billingSameAsShipping,
    },
    { address: 'billingAddress', addressId: 'billingAddressId', sameAsShipping: 'billingSameAsShipping' },
  );
  if (!email && !shippingAddress && billingAddress === undefined && !shippingOptionId)
    throw badInput(
      'input',
      'required',
      'Give at least one of email, shippingAddress, billingAddress and shippingOptionId',
    );
  return setDetails(caller, { cartId, expectedVersion }, { email, shippingAddress, billingAddress, shippingOptionId });
}
