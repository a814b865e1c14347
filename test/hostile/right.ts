import { randomUUID } from 'node:crypto';
import type { CallerName } from '../access/callers.ts';
import { assemble } from '../access/cast.ts';
import { makeFresh } from '../access/fresh.ts';
import { allowedCallers } from '../access/writes.rules.ts';
import { writes } from '../access/writes.ts';
import { cases } from '../idempotency/cases.ts';
import { KEY } from '../idempotency/keyed.ts';
import type { Shopper } from '../shop.ts';
import type { World } from '../world.ts';

/** Somebody who may do it, on rows that it can be done to. */
export interface Right {
  shopper: Shopper;
  /** Each time it may name other things that are to be made. */
  input: () => object;
  /** What of the payload shows that it was done. */
  shows: string;
}

/** Lists and objects that may be left out: with them their parts are looked at as well. */
const wholes: Record<string, () => object> = {
  createProduct: () => ({ attributes: [{ name: 'Material', value: 'Oak' }] }),
  updateProduct: () => ({ attributes: [{ name: 'Material', value: 'Oak' }] }),
  createVariant: () => ({
    compareAtPrice: { amount: '9.00', currencyCode: 'USD' },
    selectedOptions: [{ name: 'Size', value: randomUUID() }],
  }),
  updateVariant: () => ({ compareAtPrice: { amount: '19.00', currencyCode: 'USD' } }),
};

/** By the mutation's name: what the tests of access and of keys know already. */
export async function rightInputs(world: World): Promise<(name: string) => Promise<Right>> {
  const cast = await assemble(world);
  const anonymous = world.guest();
  const fresh = await makeFresh(world, cast, anonymous);
  const shoppers: Readonly<Record<CallerName, Shopper>> = {
    anonymous,
    cartToken: cast.cartHolder,
    orderToken: cast.orderHolder,
    owner: cast.owner.shopper,
    other: cast.other.shopper,
    staff: cast.staff,
    admin: cast.admin,
  };
  return async (name) => {
    const keyed = cases[name];
    if (keyed) {
      const { shopper, input } = await keyed.actor(world);
      return { shopper, input: () => ({ ...input, [KEY]: randomUUID() }), shows: keyed.selection };
    }
    const write = writes[name];
    if (!write) throw new Error(`Say in test/access/writes.ts who may ${name}, and with which input`);
    const [caller] = allowedCallers(write) as [CallerName];
    // an order that somebody has shipped already
    const made = write.work && name !== 'markDelivered' && (await write.work(caller, fresh, cast));
    const whole = wholes[name] ?? (() => ({}));
    return {
      shopper: shoppers[caller],
      input: () => ({ ...(made || write.aim(cast)), ...whole() }),
      shows: write.shows,
    };
  };
}
