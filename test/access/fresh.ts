import { randomUUID } from 'node:crypto';
import { hashToken, newId } from '@storegraph/kit';
import { chooseAtGoogle } from '../google.ts';
import { addPasskey, madePasskey, passkeyAnswer } from '../passkey.ts';
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
  mailedToken(page: 'verify-email' | 'reset-password' | 'confirm-email-change' | 'undo-email-change'): Promise<string>;
  /** Of somebody who has registered where addresses are verified first, and has the mail. */
  waitingRegistration(): Promise<object>;
  /** Another one of the owner's. */
  sessionId(): Promise<string>;
  /** What a caller brings back from Google, with an account that nobody has here. */
  fromGoogle(caller: CallerName, purpose: 'SIGN_IN' | 'LINK'): Promise<object>;
  /** What a caller is asked who brings back the address of an account. */
  googleQuestion(caller: CallerName): Promise<object>;
  /** What a device of the caller's answers that has made a key. */
  madePasskey(caller: CallerName): Promise<object>;
  /** What a device answers with which somebody signs in. */
  passkeyAnswer(): Promise<object>;
  passwordOf(caller: CallerName): string;
  /** With the password that `changePassword` has set. */
  signInAgain(caller: CallerName): Promise<void>;
}

/** Else a link ends by them: hostile inputs try more. */
const MANY_WRONG_PASSWORDS = 10_000;

interface Account {
  id: string;
  email: string;
  password: string;
}

export async function makeFresh(world: World, cast: Cast, anonymous: Shopper): Promise<Fresh> {
  const { owner, cartHolder } = cast;
  const shopperOf = (caller: CallerName): Shopper => (caller === 'owner' ? owner.shopper : cartHolder);
  const { other, staff, admin } = cast;
  const browserOf = (caller: CallerName): Shopper =>
    ({ anonymous, staff, admin, other: other.shopper })[caller as string] ?? owner.shopper;
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
  const passwordOf = (caller: CallerName): string =>
    caller === 'staff' || caller === 'admin' ? 'correct horse battery staple' : PASSWORD;
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
      const wanted = newEmail();
      if (page === 'reset-password')
        await world.guest().run('requestPasswordReset', 'EmailInput', { email }, 'accepted');
      if (page.endsWith('email-change')) {
        const shopper = world.guest();
        await shopper.signIn(email, PASSWORD);
        const input = { email: wanted, currentPassword: PASSWORD };
        await shopper.run('changeEmail', 'ChangeEmailInput', input, 'accepted');
      }
      const link = new RegExp(`${page}\\?token=([\\w-]+)`);
      const mails = await until(
        () => world.mailsTo(page === 'confirm-email-change' ? wanted : email),
        (found) => found.some(({ text }) => link.test(text)),
      );
      return link.exec(mails.map(({ text }) => text).join('\n'))![1]!;
    },
    async waitingRegistration() {
      const { email, password } = await newAccount(world);
      const [wanted, token] = [newEmail(), randomUUID()];
      await world.inDatabase(
        'users',
        (sql) => sql`
        INSERT INTO registrations (token_hash, user_id, email, email_key, password_hash, expires_at, tries)
        SELECT ${hashToken(token)}, ${newId('usr')}, ${wanted}, ${wanted}, password_hash, now() + interval '1 hour', ${-MANY_WRONG_PASSWORDS}
        FROM users WHERE email = ${email}`,
      );
      return { token, password };
    },
    async sessionId() {
      const input = { email: owner.email, password: PASSWORD };
      const { session } = await world.guest().run('signIn', 'SignInInput', input, 'session { id }');
      return session.id;
    },
    async fromGoogle(caller, purpose) {
      const shopper = browserOf(caller);
      // one at a time is linked
      if (purpose === 'LINK') await shopper.graph('mutation { unlinkGoogle { user { id } } }');
      return chooseAtGoogle(world, shopper, newEmail(), purpose);
    },
    async googleQuestion(caller) {
      const { email, password } = await newAccount(world);
      const shopper = browserOf(caller);
      const input = await chooseAtGoogle(world, shopper, email, 'SIGN_IN');
      const { challenge } = await shopper.run(
        'signInWithGoogle',
        'SignInWithGoogleInput',
        input,
        'challenge { token }',
      );
      return { token: challenge.token, password };
    },
    madePasskey: async (caller) => (await madePasskey(world, browserOf(caller), passwordOf(caller))).input,
    async passkeyAnswer() {
      const shopper = world.guest();
      await shopper.register(newEmail());
      const { device } = await addPasskey(world, shopper, PASSWORD);
      return passkeyAnswer(shopper, device);
    },
    async signInAgain(caller) {
      const emails = { staff: 'sam@storegraph.example', admin: 'root@storegraph.example', other: cast.other.email };
      const shoppers = { staff: cast.staff, admin: cast.admin, other: cast.other.shopper };
      const who = caller as keyof typeof emails;
      const shopper = shoppers[who] ?? owner.shopper;
      shopper.accessToken = undefined;
      await shopper.signIn(emails[who] ?? owner.email, CHANGED_PASSWORD);
    },
    passwordOf,
  };
}

async function newAccount(world: World): Promise<Account> {
  const email = newEmail();
  return { id: await world.guest().register(email), email, password: PASSWORD };
}
