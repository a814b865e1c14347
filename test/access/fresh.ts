import { randomUUID } from 'node:crypto';
import { type Shopper, until, variantNumber } from '../shop.ts';
import { newEmail, type World } from '../world.ts';
import type { CallerName } from './callers.ts';
import { type Cast, cartOf, type FilledCart, fillCart, PASSWORD } from './cast.ts';
import { openOrder, paidOrder, type PlacedOrder } from './placed.ts';

/** What `changePassword` sets. */
export const CHANGED_PASSWORD = 'another long password';

/** Rows made for those who may change them. */
export interface Fresh {
  /** The caller's own, as it is now. */
  cartOf(caller: CallerName): Promise<FilledCart>;
  /** The input of placeOrder for the caller's own. */
  readyCartOf(caller: CallerName): Promise<object>;
  guestCartToken(): Promise<string>;
  open: Partial<Record<CallerName, PlacedOrder>>;
  paid: Partial<Record<CallerName, PlacedOrder>>;
  somebody: Account;
  somebodyElse: Account;
  refreshToken(): Promise<string>;
  mailedToken(page: 'verify-email' | 'reset-password'): Promise<string>;
  passwordOf(caller: CallerName): string;
  /** With the password that `changePassword` has set. */
  signInAgain(caller: CallerName): Promise<void>;
}

interface Account {
  id: string;
  email: string;
  password: string;
}

export async function makeFresh(world: World, cast: Cast): Promise<Fresh> {
  const { owner, cartHolder } = cast;
  const shopperOf = (caller: CallerName): Shopper => (caller === 'owner' ? owner.shopper : cartHolder);
  const account = { email: owner.email, accessToken: owner.shopper.accessToken };
  const guest = () => ({ email: newEmail() });
  const [owners, guests, ofStaff, ofAdmin, paidForStaff, paidForAdmin] = await Promise.all([
    openOrder(world, account),
    openOrder(world, guest()),
    openOrder(world, guest()),
    openOrder(world, guest()),
    paidOrder(world, guest()),
    paidOrder(world, guest()),
  ]);
  const [somebody, somebodyElse] = [await newAccount(world), await newAccount(world)];
  return {
    cartOf: (caller) => cartOf(shopperOf(caller)),
    async readyCartOf(caller) {
      const { id: cartId, total: expectedTotal } = await fillCart(shopperOf(caller), newEmail(), [variantNumber(8)]);
      return { cartId, expectedTotal, idempotencyKey: randomUUID() };
    },
    async guestCartToken() {
      const { cartToken } = await world.guest().add(variantNumber(8));
      return cartToken;
    },
    open: { owner: owners, orderToken: guests, staff: ofStaff, admin: ofAdmin },
    paid: { staff: paidForStaff, admin: paidForAdmin },
    somebody,
    somebodyElse,
    async refreshToken() {
      const { email, password } = somebodyElse;
      const { refreshToken } = await world.guest().run('signIn', 'SignInInput', { email, password }, 'refreshToken');
      return refreshToken;
    },
    async mailedToken(page) {
      const { email } = await newAccount(world);
      if (page === 'reset-password')
        await world.guest().run('requestPasswordReset', 'EmailInput', { email }, 'accepted');
      const link = new RegExp(`${page}\\?token=([\\w-]+)`);
      const mails = await until(
        () => world.mailsTo(email),
        (found) => found.some(({ text }) => link.test(text)),
      );
      return link.exec(mails.map(({ text }) => text).join('\n'))![1]!;
    },
    async signInAgain(caller) {
      const emails = { staff: 'sam@storegraph.example', admin: 'root@storegraph.example', other: cast.other.email };
      const shoppers = { staff: cast.staff, admin: cast.admin, other: cast.other.shopper };
      const who = caller as keyof typeof emails;
      const shopper = shoppers[who] ?? owner.shopper;
      shopper.accessToken = undefined;
      await shopper.signIn(emails[who] ?? owner.email, CHANGED_PASSWORD);
    },
    passwordOf: (caller) => (caller === 'staff' || caller === 'admin' ? 'correct horse battery staple' : PASSWORD),
  };
}

async function newAccount(world: World): Promise<Account> {
  const email = newEmail();
  return { id: await world.guest().register(email), email, password: PASSWORD };
}
