import { randomUUID } from 'node:crypto';
import { chooseAtGoogle } from '../google.ts';
import { addPasskey, passkeyAnswer } from '../passkey.ts';
import { type Shopper, until, variantNumber } from '../shop.ts';
import type { World } from '../world.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { openOrder, paidOrder, type PlacedOrder, refund, shippedOrder } from './placed.ts';

export const PASSWORD = 'a rather long password';

/** A customer with rows of every kind. */
export interface Customer {
  shopper: Shopper;
  id: string;
  email: string;
  addressIds: string[];
  passkeyId: string;
  /** Of a picture that was sent and not confirmed. */
  uploadId: string;
  /** Staff have put them into it. */
  groupId: string;
  sessionId: string;
  cart: FilledCart;
  /** What came of each. */
  orders: Record<'open' | 'paid' | 'shipped' | 'delivered' | 'refunded', PlacedOrder>;
  paymentMethodId: string;
  notificationIds: string[];
  /** Of mails that can be sent once more. */
  sentMailIds: string[];
}

export interface FilledCart {
  id: string;
  itemIds: string[];
  total: { amount: string; currencyCode: string };
}

export interface Cast {
  owner: Customer;
  other: Customer;
  /** Guests: one with a cart, and one who shows the token of the order that was paid, shipped and refunded in part. */
  cartHolder: Shopper;
  guestCart: { id: string };
  orderHolder: Shopper;
  guestOrders: Record<'shipped' | 'open', PlacedOrder>;
  staff: Shopper;
  admin: Shopper;
  catalogue: Catalogue;
}

const address = (name: string) => ({
  fullName: `${name} Shopper`,
  company: `${name} and Sons`,
  line1: `1 ${name} Lane`,
  line2: 'Second floor',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
  phone: '+1 510 555 0100',
});

export async function assemble(world: World): Promise<Cast> {
  const [staff, admin] = [await world.staff(), world.guest()];
  await admin.signIn('root@storegraph.example', 'correct horse battery staple');
  const catalogue = await createCatalogue(staff);
  const [owner, other, guests, cartHolder] = await Promise.all([
    furnish(world, staff, 'Olga', catalogue),
    furnish(world, staff, 'Otto', catalogue),
    guestsWithOrders(world, staff),
    guestWithCart(world, catalogue),
  ]);
  await catalogue.archive();
  const price = { amount: '31.00', currencyCode: 'USD' };
  await staff.run('updateVariant', 'UpdateVariantInput', { id: variantNumber(7), price }, 'variant { id }');
  await world.settled();
  owner.cart = await cartOf(owner.shopper);
  owner.sentMailIds = await world.inDatabase('notifications', async (sql) => {
    const mails = await sql<{ id: string }[]>`
      SELECT id FROM notifications WHERE user_id = ${owner.id} AND status = 'SENT' AND html IS NOT NULL ORDER BY id`;
    return mails.map(({ id }) => id);
  });
  return { owner, other, ...guests, ...cartHolder, staff, admin, catalogue };
}

export async function furnish(world: World, staff: Shopper, name: string, { archived }: Catalogue): Promise<Customer> {
  const shopper = world.guest();
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@shop.example`;
  const id = await shopper.register(email);
  await shopper.run(
    'updateProfile',
    'UpdateProfileInput',
    { displayName: `${name} Shopper`, locale: 'en-US' },
    'user { id }',
  );
  await shopper.run('setMarketingConsent', 'SetMarketingConsentInput', { given: true }, 'user { id }');
  await staff.run(
    'updateCustomerNote',
    'UpdateCustomerNoteInput',
    { userId: id, note: `About ${name}` },
    'user { id }',
  );
  const group = { name: `Regulars ${randomUUID().slice(0, 8)}`, description: 'They come every week' };
  const { customerGroup } = await staff.run(
    'createCustomerGroup',
    'CreateCustomerGroupInput',
    group,
    'customerGroup { id }',
  );
  const groupId: string = customerGroup.id;
  await staff.run('setCustomerGroups', 'SetCustomerGroupsInput', { userId: id, groupIds: [groupId] }, 'user { id }');
  const confirmed = { uploadId: await shopper.sendPicture() };
  await shopper.run('confirmAvatar', 'ConfirmAvatarInput', confirmed, 'user { id }');
  const uploadId = await shopper.sendPicture();
  const { me } = (await shopper.graph('{ me { sessions { id } } }')).data;
  const wanted = { email: `new-${email}`, currentPassword: PASSWORD };
  await shopper.run('changeEmail', 'ChangeEmailInput', wanted, 'accepted');
  const answer = await chooseAtGoogle(world, shopper, email, 'LINK');
  await shopper.run('linkGoogle', 'GoogleAnswerInput', answer, 'user { id }');
  const { device, id: passkeyId } = await addPasskey(world, shopper, PASSWORD, `Phone of ${name}`);
  const elsewhere = world.guest();
  await elsewhere.run(
    'signInWithPasskey',
    'SignInWithPasskeyInput',
    await passkeyAnswer(elsewhere, device),
    'accessToken',
  );
  const addressIds: string[] = [];
  for (const number of [1, 2]) {
    const input = { address: address(`${name} ${number}`) };
    addressIds.push((await shopper.run('createAddress', 'CreateAddressInput', input, 'address { id }')).address.id);
  }
  const buyer = { email, accessToken: shopper.accessToken };
  const [open, paid, shipped, delivered, refunded] = await Promise.all([
    openOrder(world, buyer),
    paidOrder(world, buyer),
    shippedOrder(world, staff, { ...buyer, trackingNumber: `${name}-PP-1` }),
    shippedOrder(world, staff, { ...buyer, trackingNumber: `${name}-PP-2` }),
    paidOrder(world, buyer),
  ]);
  await staff.run('markDelivered', 'MarkDeliveredInput', { orderId: delivered.id }, 'order { id }');
  await refund(staff, refunded);
  const cart = await fillCart(shopper, email, [variantNumber(7), archived.variantId]);
  const notificationIds = await until(
    async () => {
      const { data } = await shopper.graph('{ me { notifications(first: 50) { nodes { id kind } } } }');
      return data.me.notifications.nodes as { id: string; kind: string }[];
    },
    (nodes) =>
      ['ORDER_PLACED', 'ORDER_PAID', 'ORDER_FULFILLED', 'ORDER_REFUNDED'].every((kind) =>
        nodes.some((node) => node.kind === kind),
      ),
  ).then((nodes) => nodes.map((node) => node.id));
  await shopper.run(
    'markNotificationsRead',
    'MarkNotificationsReadInput',
    { ids: notificationIds.slice(0, 1) },
    'unreadCount',
  );
  const cards = await shopper.graph('{ me { paymentMethods { id } } }');
  const [{ id: paymentMethodId }] = cards.data.me.paymentMethods;
  const orders = { open, paid, shipped, delivered, refunded };
  const sessionId = me.sessions[0].id;
  return {
    shopper,
    id,
    email,
    addressIds,
    passkeyId,
    uploadId,
    groupId,
    sessionId,
    cart,
    orders,
    paymentMethodId,
    notificationIds,
    sentMailIds: [],
  };
}

/** An open cart that could be ordered as it is. */
export async function fillCart(shopper: Shopper, email: string, variantIds: string[]): Promise<FilledCart> {
  await until(
    () => shopper.add(variantIds[0]!),
    ({ userErrors }) => userErrors.length === 0,
  );
  for (const variantId of variantIds.slice(1)) await shopper.add(variantId);
  await shopper.prepareCheckout(email);
  const bill = { address: address('Accounts') };
  await shopper.run('setCartBillingAddress', 'SetCartBillingAddressInput', bill, 'cart { id }');
  return cartOf(shopper);
}

export async function cartOf(shopper: Shopper): Promise<FilledCart> {
  const { data } = await shopper.graph('{ cart { id items { id } totals { total { amount currencyCode } } } }');
  const { id, items, totals } = data.cart;
  return { id, itemIds: items.map((item: { id: string }) => item.id), total: totals.total };
}

async function guestWithCart(world: World, { archived }: Catalogue): Promise<Pick<Cast, 'cartHolder' | 'guestCart'>> {
  const cartHolder = world.guest();
  const wanted = [variantNumber(7), archived.variantId];
  return { cartHolder, guestCart: await fillCart(cartHolder, 'gala-guest@shop.example', wanted) };
}

async function guestsWithOrders(world: World, staff: Shopper): Promise<Pick<Cast, 'orderHolder' | 'guestOrders'>> {
  const guest = { email: 'gustav-guest@shop.example' };
  const [open, shipped] = await Promise.all([
    openOrder(world, guest),
    shippedOrder(world, staff, { ...guest, trackingNumber: 'Gustav-PP-1' }),
  ]);
  await refund(staff, shipped, { amount: '1.00', currencyCode: 'USD' });
  const orderHolder = world.guest();
  orderHolder.orderToken = shipped.token;
  return { orderHolder, guestOrders: { shipped, open } };
}
