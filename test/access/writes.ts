import { randomUUID } from 'node:crypto';
import { variantNumber } from '../shop.ts';
import { newEmail } from '../world.ts';
import { CHANGED_PASSWORD } from './fresh.ts';
import type { Write } from './writes.rules.ts';

const key = () => ({ idempotencyKey: randomUUID() });
const address = {
  fullName: 'Somebody Else',
  line1: '9 Other Street',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
};
const money = (amount: string) => ({ amount, currencyCode: 'USD' });
/** Of the right form, of a device that nobody knows. */
const unaskedAnswer = JSON.stringify({
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: {
    clientDataJSON: 'e30',
    attestationObject: 'AAAA',
    authenticatorData: 'AAAA',
    signature: 'AAAA',
    userHandle: 'AAAA',
  },
});
const staffWrite = (write: Omit<Write, 'rule'>): Write => ({ rule: 'staff', ...write });
const cartWrite = (aimed: (cart: { itemIds: string[] }) => object): Write => ({
  domain: 'carts',
  rule: 'cartHolder',
  shows: 'cart { id }',
  aim: ({ owner }) => ({ cartId: owner.cart.id, ...aimed(owner.cart) }),
  work: async (caller, fresh) => {
    const cart = await fresh.cartOf(caller);
    return { cartId: cart.id, ...aimed(cart) };
  },
});

/** Every mutation of the composed schema. Those that end sessions come last. */
export const writes: Readonly<Record<string, Write>> = {
  // products
  createCategory: staffWrite({
    domain: 'products',
    shows: 'category { id }',
    aim: () => ({ name: 'Planted', slug: `planted-${randomUUID().slice(0, 8)}` }),
  }),
  updateCategory: staffWrite({
    domain: 'products',
    shows: 'category { id }',
    aim: ({ catalogue }) => ({ id: catalogue.category.id, name: 'Renamed' }),
  }),
  createProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: () => ({ title: 'Planted', slug: `planted-${randomUUID().slice(0, 8)}` }),
  }),
  updateProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: ({ catalogue }) => ({ id: catalogue.draft.id, status: 'ACTIVE' }),
  }),
  archiveProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: ({ catalogue }) => ({ id: catalogue.active.id }),
  }),
  createVariant: staffWrite({
    domain: 'products',
    shows: 'variant { id inventory { onHand } }',
    aim: ({ catalogue }) => ({
      productId: catalogue.active.id,
      sku: `PLANT-${randomUUID().slice(0, 8)}`,
      title: 'Small',
      price: money('5.00'),
    }),
  }),
  updateVariant: staffWrite({
    domain: 'products',
    shows: 'variant { id }',
    aim: ({ catalogue }) => ({ id: catalogue.active.variantId, price: money('0.01') }),
    work: (caller, _fresh, { catalogue }) => ({
      id: catalogue.active.variantId,
      price: money(caller === 'staff' ? '8.00' : '9.00'),
    }),
  }),
  adjustInventory: staffWrite({
    domain: 'products',
    shows: 'inventory { onHand movements(first: 1) { nodes { delta } } }',
    aim: ({ catalogue }) => ({ variantId: catalogue.active.variantId, delta: 1, reason: 'found', ...key() }),
  }),

  // carts
  createCart: { domain: 'carts', rule: 'everybody', shows: 'cart { id }', aim: () => ({}) },
  addCartItems: cartWrite(() => ({ items: [{ variantId: variantNumber(8), quantity: 1 }] })),
  updateCartItems: cartWrite(({ itemIds }) => ({ items: [{ itemId: itemIds[0]!, quantity: 3 }] })),
  setCartEmail: cartWrite(() => ({ email: 'somebody@else.example' })),
  setCartShippingAddress: cartWrite(() => ({ address })),
  setCartBillingAddress: cartWrite(() => ({ address })),
  setCartShippingMethod: cartWrite(() => ({ shippingOptionId: 'express' })),
  removeCartItems: cartWrite(({ itemIds }) => ({ itemIds: itemIds.slice(0, 1) })),
  clearCart: cartWrite(() => ({})),
  mergeCart: {
    domain: 'carts',
    rule: 'signedIn',
    shows: 'cart { id }',
    aim: ({ cartHolder }) => ({ token: cartHolder.cartToken, strategy: 'SUM' }),
    work: async (_caller, fresh) => ({ token: await fresh.guestCartToken(), strategy: 'SUM' }),
  },

  // orders
  placeOrder: {
    domain: 'orders',
    rule: 'cartHolder',
    shows: 'order { id } orderToken',
    watches: ['carts', 'payments'],
    aim: ({ owner }) => ({ cartId: owner.cart.id, expectedTotal: owner.cart.total, ...key() }),
    work: (caller, fresh) => fresh.readyCartOf(caller),
    refusal: { anonymous: 'BAD_USER_INPUT', orderToken: 'BAD_USER_INPUT' },
  },
  payOrder: {
    domain: 'payments',
    rule: 'orderHolder',
    shows: 'payment { id status }',
    watches: ['payments', 'orders'],
    aim: ({ owner }) => ({ orderId: owner.orders.open.id, paymentMethod: 'pm_card_visa', ...key() }),
    work: (caller, { open }) => ({
      orderId: open[caller]!.id,
      ...(caller === 'orderToken' && { orderToken: open[caller]!.token }),
      paymentMethod: 'pm_card_visa',
      ...key(),
    }),
  },
  cancelOrder: {
    domain: 'orders',
    rule: 'orderHolderOrStaff',
    shows: 'order { id }',
    watches: ['orders', 'payments'],
    aim: ({ owner }) => ({ orderId: owner.orders.open.id, reason: 'not mine', ...key() }),
    work: (caller, { open }) => ({
      orderId: open[caller]!.id,
      ...(caller === 'orderToken' && { orderToken: open[caller]!.token }),
      ...key(),
    }),
  },
  fulfillOrder: staffWrite({
    domain: 'orders',
    shows: 'order { id fulfillmentStatus }',
    aim: ({ owner }) => ({ orderId: owner.orders.paid.id, carrier: 'Parcel Post', trackingNumber: 'PP-666', ...key() }),
    work: (caller, { paid }) => ({
      orderId: paid[caller]!.id,
      carrier: 'Parcel Post',
      trackingNumber: 'PP-1',
      ...key(),
    }),
  }),
  markDelivered: staffWrite({
    domain: 'orders',
    shows: 'order { id fulfillmentStatus }',
    aim: ({ owner }) => ({ orderId: owner.orders.shipped.id }),
    work: (caller, { paid }) => ({ orderId: paid[caller]!.id }),
  }),
  refundOrder: staffWrite({
    domain: 'orders',
    shows: 'order { id }',
    watches: ['orders', 'payments'],
    aim: ({ owner }) => ({ orderId: owner.orders.paid.id, amount: money('1.00'), reason: 'please', ...key() }),
    work: (caller, { paid }) => ({ orderId: paid[caller]!.id, amount: money('1.00'), reason: 'please', ...key() }),
  }),

  // payments
  createPaymentMethodSetup: { domain: 'payments', rule: 'signedIn', shows: 'clientSecret', aim: key },
  removePaymentMethod: {
    domain: 'payments',
    rule: 'account',
    shows: 'removedPaymentMethodId',
    aim: ({ owner }) => ({ paymentMethodId: owner.paymentMethodId }),
    work: (_caller, _fresh, { owner }) => ({ paymentMethodId: owner.paymentMethodId }),
  },

  // notifications
  markNotificationsRead: {
    domain: 'notifications',
    rule: 'account',
    shows: 'notifications { id }',
    aim: ({ owner }) => ({ ids: owner.notificationIds }),
    refusal: { other: 'nothing', staff: 'nothing', admin: 'nothing' },
  },
  redeliverNotification: staffWrite({
    domain: 'notifications',
    shows: 'delivery { id }',
    aim: ({ owner }) => ({ id: owner.sentMailIds[0]! }),
    work: (caller, _fresh, { owner }) => ({ id: owner.sentMailIds[caller === 'staff' ? 1 : 2]! }),
  }),

  // users
  updateProfile: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => ({ displayName: 'Renamed' }) },
  createAvatarUpload: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'uploadId',
    aim: () => ({ contentType: 'image/png', bytes: 1_000, sha256: '0'.repeat(64) }),
  },
  confirmAvatar: {
    domain: 'users',
    rule: 'account',
    shows: 'user { id avatar { url } }',
    aim: ({ owner }) => ({ uploadId: owner.uploadId }),
  },
  removeAvatar: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => undefined },
  createAddress: { domain: 'users', rule: 'signedIn', shows: 'address { id }', aim: () => ({ address }) },
  updateAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[1]!, address }),
  },
  setDefaultAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[1]! }),
  },
  deleteAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[0]! }),
  },
  setMarketingConsent: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'user { id }',
    aim: () => ({ given: false }),
  },
  updateCustomerNote: staffWrite({
    domain: 'users',
    shows: 'user { id note }',
    aim: ({ owner }) => ({ userId: owner.id, note: 'Planted' }),
  }),
  setCustomerGroups: staffWrite({
    domain: 'users',
    shows: 'user { id groups { id } }',
    aim: ({ owner, other }) => ({ userId: owner.id, groupIds: [other.groupId] }),
  }),
  createCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: () => ({ name: `Planted ${randomUUID().slice(0, 8)}` }),
  }),
  updateCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: ({ owner }) => ({ id: owner.groupId, description: 'Planted' }),
  }),
  deleteCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: ({ owner }) => ({ id: owner.groupId }),
    work: (caller, _fresh, { owner, other }) => ({ id: caller === 'staff' ? owner.groupId : other.groupId }),
  }),
  setUserRoles: {
    domain: 'users',
    rule: 'admin',
    shows: 'user { id roles }',
    aim: ({ owner }) => ({ userId: owner.id, roles: ['CUSTOMER', 'STAFF'] }),
    work: (_caller, { somebody }) => ({ userId: somebody.id, roles: ['CUSTOMER', 'STAFF'] }),
  },
  setUserStatus: {
    domain: 'users',
    rule: 'admin',
    shows: 'user { id status }',
    aim: ({ owner }) => ({ userId: owner.id, status: 'DISABLED' }),
    work: (_caller, { somebody }) => ({ userId: somebody.id, status: 'DISABLED' }),
  },
  register: {
    domain: 'users',
    rule: 'everybody',
    shows: 'accessToken user { id }',
    aim: () => ({ email: `new-${randomUUID().slice(0, 8)}@shop.example`, password: 'a rather long password' }),
  },
  signIn: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: ({ owner }) => ({ email: owner.email, password: 'a password that is not theirs' }),
    work: (_caller, { somebodyElse: { email, password } }) => ({ email, password }),
    refusal: { all: 'UNAUTHENTICATED' },
  },
  signInWithGoogle: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: ({ owner }) => ({ code: owner.id, state: owner.id }),
    work: (caller, { fromGoogle }) => fromGoogle(caller, 'SIGN_IN'),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  confirmGoogleLink: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: ({ owner }) => ({ token: owner.id, password: 'a password that is not theirs' }),
    work: (caller, { googleQuestion }) => googleQuestion(caller),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  unlinkGoogle: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => undefined },
  linkGoogle: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'user { id linkedAccounts { email } }',
    aim: ({ owner }) => ({ code: owner.id, state: owner.id }),
    work: (caller, { fromGoogle }) => fromGoogle(caller, 'LINK'),
  },
  createPasskeyRegistration: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'options',
    aim: () => ({ currentPassword: 'correct horse battery staple' }),
    work: (caller, { passwordOf }) => ({ currentPassword: passwordOf(caller) }),
  },
  confirmPasskey: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'user { id signInWith }',
    aim: () => ({ response: unaskedAnswer, name: 'Planted' }),
    work: (caller, { madePasskey }) => madePasskey(caller),
  },
  passkeySignInOptions: { domain: 'users', rule: 'everybody', shows: 'options', aim: () => undefined },
  signInWithPasskey: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: () => ({ response: unaskedAnswer }),
    work: (_caller, { passkeyAnswer }) => passkeyAnswer(),
    refusal: { all: 'UNAUTHENTICATED' },
  },
  renamePasskey: {
    domain: 'users',
    rule: 'account',
    shows: 'user { id }',
    aim: ({ owner }) => ({ id: owner.passkeyId, name: 'Renamed' }),
  },
  removePasskey: {
    domain: 'users',
    rule: 'account',
    shows: 'user { id }',
    aim: ({ owner }) => ({ id: owner.passkeyId }),
  },
  refreshSession: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: ({ owner }) => ({ refreshToken: owner.id }),
    work: async (_caller, { refreshToken }) => ({ refreshToken: await refreshToken() }),
    refusal: { all: 'UNAUTHENTICATED' },
  },
  requestPasswordReset: {
    domain: 'users',
    rule: 'everybody',
    shows: 'accepted',
    aim: ({ other }) => ({ email: other.email }),
  },
  verifyEmail: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'user { id emailVerified }',
    aim: ({ owner }) => ({ token: owner.id }),
    work: async (_caller, { mailedToken }) => ({ token: await mailedToken('verify-email') }),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  resetPassword: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'accessToken user { id }',
    aim: ({ owner }) => ({ token: owner.id, password: 'another long password' }),
    work: async (_caller, { mailedToken }) => ({
      token: await mailedToken('reset-password'),
      password: 'another long password',
    }),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  resendVerification: { domain: 'users', rule: 'signedIn', shows: 'accepted', aim: () => undefined },
  changeEmail: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'accepted',
    aim: () => ({ email: newEmail(), currentPassword: 'a rather long password' }),
    work: (caller, { passwordOf }) => ({ email: newEmail(), currentPassword: passwordOf(caller) }),
  },
  confirmEmailChange: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'user { id email }',
    aim: ({ owner }) => ({ token: owner.id }),
    work: async (_caller, { mailedToken }) => ({ token: await mailedToken('confirm-email-change') }),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  undoEmailChange: {
    domain: 'users',
    rule: 'whoHasTheSecret',
    shows: 'user { id email }',
    aim: ({ owner }) => ({ token: owner.id }),
    work: async (_caller, { mailedToken }) => ({ token: await mailedToken('undo-email-change') }),
    refusal: { all: 'BAD_USER_INPUT' },
  },
  revokeSession: {
    domain: 'users',
    rule: 'account',
    shows: 'user { id }',
    aim: ({ owner }) => ({ sessionId: owner.sessionId }),
    work: async (_caller, { sessionId }) => ({ sessionId: await sessionId() }),
  },
  exportMyData: { domain: 'users', rule: 'signedIn', shows: 'uploadId', aim: () => undefined },
  deleteMyAccount: {
    domain: 'users',
    rule: 'signedInNoAdmin',
    shows: 'accepted',
    aim: () => ({ currentPassword: 'correct horse battery staple' }),
    work: (caller, { passwordOf }) => ({ currentPassword: passwordOf(caller) }),
  },
  cancelDeletion: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => undefined },
  changePassword: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'user { id }',
    aim: () => ({ currentPassword: 'a rather long password', newPassword: CHANGED_PASSWORD }),
    work: (caller, { passwordOf }) => ({ currentPassword: passwordOf(caller), newPassword: CHANGED_PASSWORD }),
  },
  signOut: { domain: 'users', rule: 'everybody', shows: 'signedOut', aim: () => undefined },
  signOutEverywhere: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'signedOut',
    aim: () => undefined,
    // who has just signed out is nobody
    work: async (caller, { signInAgain }) => void (await signInAgain(caller)),
  },
};
