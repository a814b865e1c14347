import { checkedAddress, cleanAddress, type PostalAddress } from '@storegraph/commerce';
import { type Context, type Database, newId, onlyRow, refuse, type Service } from '@storegraph/kit';
import { and, eq, sql } from 'drizzle-orm';
import { inOwnAccount } from '../link/link.service.ts';
import { type AddressRow, addresses } from './address.table.ts';

type Caller = Pick<Context, 'viewer' | 'service'>;
const MAX_ADDRESSES = 50;

/** Changes of one address book wait for each other. */
const inAddressBook = <Result>(
  caller: Caller,
  change: (tx: Database, userId: string) => Promise<Result>,
): Promise<Result> => inOwnAccount(caller, (tx, { id }) => change(tx, id));

const gone = () => refuse('NOT_FOUND', 'This address does not exist', ['input', 'addressId']);

export async function addressOf(
  { db }: Pick<Service, 'db'>,
  { userId, addressId }: { userId: string; addressId: string },
): Promise<PostalAddress | null> {
  const [address] = await db
    .select()
    .from(addresses)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)));
  return address ? cleanAddress(address) : null;
}

/** The first one becomes the default. */
export async function createAddress(caller: Caller, input: PostalAddress): Promise<AddressRow> {
  const address = checkedAddress(input);
  return inAddressBook(caller, async (tx, userId) => {
    const kept = await tx.$count(addresses, eq(addresses.userId, userId));
    if (kept >= MAX_ADDRESSES)
      refuse('INVALID_STATE', `An address book has at most ${MAX_ADDRESSES} addresses`, ['input']);
    return tx
      .insert(addresses)
      .values({ id: newId('addr'), userId, ...address, isDefault: kept === 0 })
      .returning()
      .then(onlyRow);
  });
}

export async function updateAddress(caller: Caller, addressId: string, input: PostalAddress): Promise<AddressRow> {
  const address = checkedAddress(input);
  return inAddressBook(caller, async (tx, userId) => {
    const [changed] = await tx
      .update(addresses)
      .set(address)
      .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)))
      .returning();
    return changed ?? gone();
  });
}

/** The oldest of the others becomes the default. */
export const deleteAddress = (caller: Caller, addressId: string): Promise<AddressRow> =>
  inAddressBook(caller, async (tx, userId) => {
    const [address] = await tx
      .delete(addresses)
      .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)))
      .returning();
    if (!address) return gone();
    if (address.isDefault) {
      await tx.execute(
        sql`UPDATE addresses SET is_default = true WHERE id = (SELECT id FROM addresses WHERE user_id = ${userId} ORDER BY created_at, id LIMIT 1)`,
      );
    }
    return address;
  });

export const setDefaultAddress = (caller: Caller, addressId: string): Promise<AddressRow> =>
  inAddressBook(caller, async (tx, userId) => {
    const [known] = await tx
      .select()
      .from(addresses)
      .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)));
    if (!known) return gone();
    await tx
      .update(addresses)
      .set({ isDefault: false })
      .where(and(eq(addresses.userId, userId), eq(addresses.isDefault, true)));
    return tx.update(addresses).set({ isDefault: true }).where(eq(addresses.id, addressId)).returning().then(onlyRow);
  });
