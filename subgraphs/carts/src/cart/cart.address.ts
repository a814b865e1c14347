import { checkedAddress, lookAtAddress, type PostalAddress } from '@storegraph/commerce';
import { badInput, refuse, remote, requireViewer } from '@storegraph/kit';
import { users } from '@storegraph/users/contract';
import type { Caller } from './cart.change.ts';

/** The ways to say an address. */
interface AddressChoice {
  address?: PostalAddress | undefined;
  addressId?: string | undefined;
  /** Of a bill. False is as if it was left out. */
  sameAsShipping?: boolean | undefined;
}

/** How an input calls those that it has, for who said something wrong. */
type AddressNames = Record<'address' | 'addressId', string> & { sameAsShipping?: string };

type HowMany = 'at most one' | 'exactly one';

const refuseWays = (names: AddressNames, howMany: HowMany) =>
  badInput(`input.${names.address}`, 'exclusive', `Give ${howMany} of ${Object.values(names).join(', ')}`);

/** Undefined: none is said. Null: the shipping address. Asks users, so it comes before the cart is locked. */
export async function saidAddress(
  caller: Caller,
  { address, addressId, sameAsShipping }: AddressChoice,
  names: AddressNames,
  howMany: HowMany = 'at most one',
): Promise<PostalAddress | null | undefined> {
  const said = [address, addressId, sameAsShipping || null].filter((way) => way != null);
  if (said.length > 1) throw refuseWays(names, howMany);
  if (sameAsShipping) return null;
  if (address) return checkedAddress(address, `input.${names.address}`);
  return addressId == null ? undefined : keptAddress(caller, addressId, ['input', names.addressId]);
}

/** As `saidAddress`, where one has to be said. */
export async function neededAddress(
  caller: Caller,
  choice: AddressChoice,
  names: AddressNames,
): Promise<PostalAddress | null> {
  const address = await saidAddress(caller, choice, names, 'exactly one');
  if (address === undefined) throw refuseWays(names, 'exactly one');
  return address;
}

/**
 * Of the viewer's own address book, by the rules of its country: another's address is none, and one that was kept before there were
 * rules is mended there first.
 */
async function keptAddress(caller: Caller, addressId: string, path: string[]): Promise<PostalAddress> {
  const { id: userId } = requireViewer(caller);
  const kept = await remote(caller.service, users).addressOf({ userId, addressId });
  if (!kept) return refuse('NOT_FOUND', 'This address does not exist', path);
  const { address: known, problems } = lookAtAddress(kept);
  if (problems.length === 0) return known;
  const words = problems.map(({ message }) => `${message}.`).join(' ');
  return refuse('BAD_USER_INPUT', `Change this address in the address book first. ${words}`, path);
}
