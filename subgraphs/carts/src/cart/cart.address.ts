import { checkedAddress, lookAtAddress, type PostalAddress } from '@storegraph/commerce';
import { badInput, refuse, remote, requireViewer } from '@storegraph/kit';
import { users } from '@storegraph/users/contract';
import { type Caller, changeCart } from './cart.change.ts';
import type { SetCartBillingAddressInput, SetCartShippingAddressInput } from './cart.input.ts';
import type { CartRow } from './cart.table.ts';

export async function setCartShippingAddress(
  caller: Caller,
  { address, addressId, ...target }: SetCartShippingAddressInput,
): Promise<CartRow> {
  oneOf({ address, addressId });
  const shippingAddress = await given(caller, { address, addressId });
  return changeCart(caller, target, async () => ({ fields: { shippingAddress } }));
}

export async function setCartBillingAddress(
  caller: Caller,
  { address, addressId, sameAsShipping, ...target }: SetCartBillingAddressInput,
): Promise<CartRow> {
  oneOf({ address, addressId, sameAsShipping: sameAsShipping || null });
  const billingAddress = sameAsShipping ? null : await given(caller, { address, addressId });
  return changeCart(caller, target, async () => ({ fields: { billingAddress } }));
}

function oneOf(choices: Record<string, unknown>): void {
  const named = Object.values(choices).filter((choice) => choice != null);
  const names = Object.keys(choices).join(', ');
  if (named.length !== 1) throw badInput('input.address', 'exclusive', `Give exactly one of ${names}`);
}

/**
 * By the rules of its country. Asks users before the cart is locked. Of the viewer's own address book: another's address is none, and
 * one that was kept before there were rules is mended there first.
 */
async function given(
  caller: Caller,
  { address, addressId }: { address?: PostalAddress; addressId?: string },
): Promise<PostalAddress> {
  if (address) return checkedAddress(address);
  const { id: userId } = requireViewer(caller);
  const kept = await remote(caller.service, users).addressOf({ userId, addressId: addressId! });
  if (!kept) return refuse('NOT_FOUND', 'This address does not exist', ['input', 'addressId']);
  const { address: known, problems } = lookAtAddress(kept);
  if (problems.length === 0) return known;
  const words = problems.map(({ message }) => `${message}.`).join(' ');
  return refuse('BAD_USER_INPUT', `Change this address in the address book first. ${words}`, ['input', 'addressId']);
}
