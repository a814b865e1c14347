import { createHash, randomUUID } from 'node:crypto';
import { until } from '@storegraph/kit/testing';

export { until };

export interface GraphResult {
  data?: any;
  errors?: { message: string; path?: string[]; extensions: { code: string; requestId: string } }[];
}

/** 32 pixels by 32, green. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAMAAABEpIrGAAAAA1BMVEUfWkZv64jsAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAE0lEQVQ4jWNgGAWjYBSMAgasAAAEIAABMVaGxQAAAABJRU5ErkJggg==',
  'base64',
);

/** A shopper's program: an address book of tokens and the operations of a purchase. */
export class Shopper {
  accessToken?: string;
  cartToken?: string;
  orderToken?: string;
  /** By which the shop knows the browser that it has sent to Google. */
  cookie?: string;

  constructor(protected readonly url: string) {}

  async graph(query: string, variables: Record<string, unknown> = {}): Promise<GraphResult> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: this.headers(),
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphResult;
  }

  /** Who asks, as far as the shop can know. */
  headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
      ...(this.cartToken && { 'x-cart-token': this.cartToken }),
      ...(this.orderToken && { 'x-order-token': this.orderToken }),
      ...(this.cookie && { cookie: this.cookie }),
    };
  }

  /** The payload of a mutation; throws when there is none. */
  async run(name: string, inputType: string, input: unknown, selection: string): Promise<any> {
    const result = await this.graph(
      `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { __typename code message path } } }`,
      { input },
    );
    if (!result.data?.[name]) throw new Error(`${name}: ${JSON.stringify(result.errors)}`);
    return result.data[name];
  }

  async register(email: string): Promise<string> {
    const { user, accessToken } = await this.run(
      'register',
      'RegisterInput',
      { email, password: 'a rather long password', displayName: 'Test Shopper' },
      'accessToken user { id }',
    );
    this.accessToken = accessToken;
    return user.id;
  }

  async signIn(email: string, password: string): Promise<any> {
    const payload = await this.run(
      'signIn',
      'SignInInput',
      { email, password, cartToken: this.cartToken },
      'accessToken user { id roles }',
    );
    this.accessToken = payload.accessToken;
    this.cartToken = undefined;
    return payload;
  }

  /** What `confirmAvatar` takes, once its bytes are there. */
  async sendPicture(bytes = PICTURE): Promise<string> {
    const { uploadId, url, method, headers } = await this.run(
      'createAvatarUpload',
      'UploadInput',
      {
        contentType: 'image/png',
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
      'uploadId url method headers { name value }',
    );
    const sent = await fetch(url, {
      method,
      headers: headers.map(({ name, value }: { name: string; value: string }) => [name, value]),
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`The picture was not taken: ${sent.status} ${await sent.text()}`);
    return uploadId;
  }

  async add(variantId: string, quantity = 1): Promise<any> {
    const payload = await this.run(
      'addCartItems',
      'AddCartItemsInput',
      { items: [{ variantId, quantity }] },
      'cartToken cart { id totalQuantity }',
    );
    this.cartToken ??= payload.cartToken ?? undefined;
    return payload;
  }

  /** E-mail, if any is said, address and shipping; answers what placeOrder needs to hear. */
  async prepareCheckout(email?: string): Promise<{ cartId: string; total: { amount: string; currencyCode: string } }> {
    if (email) await this.run('setCartEmail', 'SetCartEmailInput', { email }, 'cart { id }');
    await this.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address: ADDRESS }, 'cart { id }');
    const { cart } = await this.run(
      'setCartShippingMethod',
      'SetCartShippingMethodInput',
      { shippingOptionId: 'standard' },
      'cart { id problems { code } totals { total { amount currencyCode } } }',
    );
    return { cartId: cart.id, total: cart.totals.total };
  }

  async placeOrder(
    expectedTotal: { amount: string; currencyCode: string },
    idempotencyKey: string = randomUUID(),
  ): Promise<any> {
    const payload = await this.run(
      'placeOrder',
      'PlaceOrderInput',
      { idempotencyKey, expectedTotal },
      'orderToken order { id number status paymentStatus totals { total { amount } } expiresAt }',
    );
    this.orderToken = payload.orderToken ?? this.orderToken;
    return payload;
  }

  /** From an empty hand to an order that waits for its payment. */
  async order(variantId: string, email: string, quantity = 1): Promise<any> {
    // the cart of an order that was just paid is closed a moment later
    await until(
      () => this.add(variantId, quantity),
      ({ userErrors }) => !userErrors.some(({ code }: { code: string }) => code === 'CHECKOUT_IN_PROGRESS'),
    );
    const { total } = await this.prepareCheckout(email);
    return (await this.placeOrder(total)).order;
  }

  pay(orderId: string, paymentMethod = 'pm_card_visa', idempotencyKey: string = randomUUID()): Promise<any> {
    const outcome =
      'payment { id status failureReason } outcome { __typename ... on PaymentActionRequired { redirectUrl } }';
    return this.run(
      'payOrder',
      'PayOrderInput',
      { orderId, orderToken: this.orderToken, paymentMethod, idempotencyKey },
      outcome,
    );
  }

  async orderById(orderId: string): Promise<any> {
    const selection =
      'id number status paymentStatus fulfillmentStatus timeline { nodes { kind } } items { title quantity product { title slug } variant { sku } } payments { status amount { amount } } refunds { amount { amount } }';
    return (await this.graph(`query ($id: ID!) { order(id: $id) { ${selection} } }`, { id: orderId })).data.order;
  }

  /** Waits until the order is where it should be; the whole order tells what is wrong when it does not get there. */
  async orderWhen(orderId: string, expected: Record<string, string>, timeoutInMs?: number): Promise<any> {
    return until(
      () => this.orderById(orderId),
      (order) => order && Object.entries(expected).every(([field, value]) => order[field] === value),
      timeoutInMs,
    );
  }
}

/** Where everybody lives who buys something. */
export const ADDRESS = {
  fullName: 'Test Shopper',
  line1: '1 Mill Lane',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
};

export const variantNumber = (number: number): string => `var_01jd${String(number).padStart(22, '0')}`;
