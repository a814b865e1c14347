import { type CartCheck, type CheckoutTarget, carts } from '@storegraph/carts/contract';
import { badInput, Refusal, remote, type Service, userError, wasDone } from '@storegraph/kit';
import { toItemError } from './checkout.type.ts';

/**
 * Refuses what cannot become an order before there is one: who is late for the last units, or counts in another
 * currency, or whose cart does not exist, hears so without an order row and without a turn at the stock. Only the reservation decides who gets one.
 * A key that is known answers its order, whatever has become of the cart and the stock since.
 */
export async function checkCart(
  service: Service,
  wish: { scope: string; key: string },
  target: CheckoutTarget & { currencyCode: string },
): Promise<{ hasEmail: boolean }> {
  const cart = await lookAt(service, target);
  const refusal = refusalOf(cart, target.currencyCode);
  // the same request may be what took the last unit: its key was written before
  if (refusal && !(await wasDone(service.db, wish))) throw refusal;
  return { hasEmail: cart === null || (cart?.hasEmail ?? false) };
}

/** Undefined when nobody answers: an order can be made all the same, and goes on when they do. Null: there is no cart. */
async function lookAt(
  service: Service,
  { viewerId, cartId, cartTokenHash }: CheckoutTarget,
): Promise<CartCheck | null | undefined> {
  try {
    return await remote(service, carts).checkCart({ viewerId, cartId, cartTokenHash });
  } catch (error) {
    service.log.warn({ err: error }, 'a cart could not be looked at');
    return undefined;
  }
}

function refusalOf(cart: CartCheck | null | undefined, currencyCode: string): Error | null {
  if (cart === null) return new Refusal(userError('NOT_FOUND', 'There is no open cart', ['input', 'cartId']));
  if (cart && cart.currencyCode !== currencyCode)
    return badInput('input.expectedTotal.currencyCode', 'currency', `This cart is in ${cart.currencyCode}`);
  if (!cart || cart.problems.length === 0) return null;
  // what is not about the quantity of one variant is said once
  const said = new Map(cart.problems.map((problem) => [problem.available === null ? problem.code : problem, problem]));
  return new Refusal(...[...said.values()].map(toItemError));
}
