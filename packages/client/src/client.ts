import { operationOf, type Operation, type Print, type Typed } from './document.ts';
import { StorefrontError } from './error.ts';
import {
  RefreshSessionDocument,
  RegisterDocument,
  type RegisterMutationVariables,
  type SessionTokensFragment,
  SignInDocument,
  SignOutDocument,
} from './operations.generated.ts';
import { type Page, pagesFrom } from './pages.ts';
import { requester } from './request.ts';
import { MAX_RETRIES, mayRepeat, repeated, unlessAborted } from './retry.ts';
import { memoryStorage, type TokenStorage, tokensIn } from './storage.ts';

export interface ClientOptions {
  /** The gateway, such as https://shop.example/graphql */
  url: string;
  fetch?: typeof globalThis.fetch;
  storage?: TokenStorage;
  /** Sent with every request, such as `accept-language`. */
  headers?: Record<string, string> | (() => Record<string, string>);
  /** How often a query is sent again after what passes by itself: 0 to 2, 2 without it. */
  retries?: number;
  /** False: operations go as text, for a shop that does not know those of this SDK. */
  hashes?: boolean;
  /** `print` of the package graphql, for documents that are trees. */
  print?: Print;
}

export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Beside the client's own. */
  headers?: Record<string, string>;
}

/** Variables may be left out where an operation needs none. */
export type Arguments<V> =
  Record<string, never> extends V ? [variables?: V, options?: CallOptions] : [variables: V, options?: CallOptions];

/** Variables of an operation that is read page by page. */
export interface PageVariables {
  readonly after?: string | null | undefined;
}

export interface StorefrontClient {
  /** Returns the data. Throws StorefrontError when anything in it failed. */
  query<Data, V>(document: Typed<Data, V>, ...args: Arguments<V>): Promise<Data>;
  /** As query. What the shopper can act on is in the payload's `userErrors` and is not thrown. */
  mutate<Data, V>(document: Typed<Data, V>, ...args: Arguments<V>): Promise<Data>;
  /** `for await`: the pages of the list that `select` finds in the data, each asked for when the one before was read. */
  pages<Data, V extends PageVariables, P extends Page<unknown>>(
    document: Typed<Data, V>,
    variables: V,
    select: (data: Data) => P | null | undefined,
    options?: CallOptions,
  ): AsyncGenerator<P, void, undefined>;
  /** As pages, one row after the other. */
  each<Data, V extends PageVariables, Node>(
    document: Typed<Data, V>,
    variables: V,
    select: (data: Data) => Page<Node> | null | undefined,
    options?: CallOptions,
  ): AsyncGenerator<Node, void, undefined>;
  register(input: RegisterMutationVariables['input']): Promise<SessionTokensFragment>;
  /** Takes the guest's cart along unless another one is named; null leaves it and its token, for a `mergeCart` that says what came over. */
  signIn(input: { email: string; password: string; cartToken?: string | null }): Promise<SessionTokensFragment>;
  /** Goes on with the session of the browser's cookie, after a page was loaded. Returns whether somebody is signed in. */
  resume(): Promise<boolean>;
  /** Forgets every token, even when the server does not answer. */
  signOut(): Promise<void>;
  /** Calls the listener when somebody signs in or out: what was read before is not for them. Returns how to stop. */
  onViewerChange(listener: () => void): () => void;
  readonly signedIn: boolean;
  cartToken: string | undefined;
  orderToken: string | undefined;
}

/** What a payload may bring to keep. */
interface Issued extends Partial<Pick<SessionTokensFragment, 'accessToken' | 'refreshToken' | 'expiresAt'>> {
  cartToken?: string | null;
  orderToken?: string | null;
}

const REFRESH_BEFORE_EXPIRY_IN_MS = 30_000;

/** One shopper's way to the shop: keeps the session fresh, and the cart and order tokens of guests. */
export function createClient({
  url,
  fetch = globalThis.fetch,
  storage = memoryStorage(),
  headers: own = {},
  retries = MAX_RETRIES,
  hashes = true,
  print,
}: ClientOptions): StorefrontClient {
  const tokens = tokensIn(storage);
  const ask = requester({ url, fetch, hashes });
  const listeners = new Set<() => void>();
  let refreshing: Promise<boolean> | undefined;
  /** Counts sessions: what is renewed for one that has ended meanwhile is not kept. */
  let session = 0;
  /** Counts the shoppers who have left: what was asked for by one of them is neither done nor kept for the next. */
  let departures = 0;

  function headersFor(authorize: boolean, given: Record<string, string> = {}): Record<string, string> {
    const accessToken = authorize ? tokens.get('accessToken') : undefined;
    const cartToken = tokens.get('cartToken');
    const orderToken = tokens.get('orderToken');
    return {
      ...(typeof own === 'function' ? own() : own),
      ...given,
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(cartToken && { 'x-cart-token': cartToken }),
      ...(orderToken && { 'x-order-token': orderToken }),
    };
  }

  /** `authorize`: as who is signed in. */
  function post(operation: Operation, variables: unknown, authorize: boolean, { signal, headers }: CallOptions = {}) {
    const allowed = mayRepeat(operation, variables) ? Math.min(retries, MAX_RETRIES) : 0;
    return repeated(
      () => ask({ operation, variables, headers: headersFor(authorize, headers), signal }),
      allowed,
      signal,
    );
  }

  function keepIssued(data: object): void {
    for (const payload of Object.values(data) as (Issued | null)[]) {
      if (payload?.cartToken) tokens.set('cartToken', payload.cartToken);
      if (payload?.orderToken) tokens.set('orderToken', payload.orderToken);
      if (payload?.accessToken) keepSession(payload, true);
    }
  }

  function keepSession(issued: Issued | null, isNew: boolean): void {
    const before = tokens.get('accessToken') !== undefined;
    session++;
    if (before && (isNew || !issued)) departures++;
    tokens.set('accessToken', issued?.accessToken);
    tokens.set('accessTokenExpiresAt', issued?.expiresAt);
    tokens.set('refreshToken', issued?.refreshToken);
    if (isNew || before !== (issued !== null)) for (const listener of [...listeners]) listener();
  }

  /** Whoever asks while a refresh is under way waits for that one: a refresh token works once. */
  function refresh(): Promise<boolean> {
    refreshing ??= renew().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function renew(): Promise<boolean> {
    const renewed = session;
    try {
      const refreshToken = tokens.get('refreshToken');
      const input = refreshToken ? { refreshToken } : null;
      const { refreshSession } = await open(RefreshSessionDocument, input);
      if (renewed !== session) return tokens.get('accessToken') !== undefined;
      keepSession(refreshSession.accessToken ? refreshSession : null, false);
      return Boolean(refreshSession.accessToken);
    } catch (error) {
      // a session that is over is forgotten, as is one without a token to go on with; one that could not be asked for is kept
      if (!hasCode(error, 'UNAUTHENTICATED') && !hasCode(error, 'BAD_USER_INPUT')) throw error;
      if (renewed === session) keepSession(null, false);
      return false;
    }
  }

  async function authorized(operation: Operation, variables: unknown, options: CallOptions): Promise<object> {
    const expiresAt = tokens.get('accessTokenExpiresAt');
    const isOld = expiresAt && Date.parse(expiresAt) - Date.now() < REFRESH_BEFORE_EXPIRY_IN_MS;
    const gone = departures;
    if (isOld && !storage.readOnly) await unlessAborted(refresh(), options.signal);
    if (gone !== departures && !operation.isQuery) throw sessionOver();
    const usedToken = tokens.get('accessToken');
    try {
      return await post(operation, variables, true, options);
    } catch (error) {
      if (!hasCode(error, 'UNAUTHENTICATED') || !usedToken || storage.readOnly) throw error;
      const token = tokens.get('accessToken');
      if (!token || gone !== departures) throw error; // signed out meanwhile: nothing is done in the name of nobody, or of the next one
      const renewedMeanwhile = token !== usedToken;
      if (!renewedMeanwhile && !(await unlessAborted(refresh(), options.signal))) throw error;
      if (gone !== departures) throw error;
      return post(operation, variables, true, options);
    }
  }

  async function run<Data>(document: Typed<Data, never>, variables: unknown, options: CallOptions = {}): Promise<Data> {
    const gone = departures;
    const data = await authorized(operationOf(document, print), variables, options);
    if (gone === departures) keepIssued(data);
    return data as Data;
  }

  /** What opens a session or goes on with one: not asked as who is signed in. */
  async function open<Data>(document: Typed<Data, never>, input: object | null): Promise<Data> {
    return (await post(operationOf(document), { input }, false)) as Data;
  }

  const client: StorefrontClient = {
    query: (document, ...[variables, options]) => run(document, variables, options),
    mutate: (document, ...[variables, options]) => run(document, variables, options),
    pages: (document, variables, select, options) =>
      pagesFrom(variables.after, async (after) => select(await run(document, { ...variables, after }, options))),
    async *each(document, variables, select, options) {
      for await (const { nodes } of client.pages(document, variables, select, options)) yield* nodes;
    },
    async register(input) {
      const data = await open(RegisterDocument, input);
      keepIssued(data);
      return data.register;
    },
    async signIn(input) {
      const { cartToken = tokens.get('cartToken'), ...who } = input;
      const data = await open(SignInDocument, { ...who, ...(cartToken && { cartToken }) });
      if (data.signIn.accessToken && cartToken !== null) tokens.set('cartToken', null);
      keepIssued(data);
      return data.signIn;
    },
    async resume() {
      return client.signedIn || refresh();
    },
    async signOut() {
      try {
        if (tokens.get('accessToken')) await run(SignOutDocument, undefined);
      } catch (error) {
        if (!hasCode(error, 'UNAUTHENTICATED')) throw error; // it was over already
      } finally {
        departures++;
        tokens.set('cartToken', null);
        tokens.set('orderToken', null);
        keepSession(null, false);
      }
    },
    onViewerChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get signedIn() {
      return tokens.get('accessToken') !== undefined;
    },
    get cartToken() {
      return tokens.get('cartToken');
    },
    set cartToken(token) {
      tokens.set('cartToken', token);
    },
    get orderToken() {
      return tokens.get('orderToken');
    },
    set orderToken(token) {
      tokens.set('orderToken', token);
    },
  };
  return client;
}

const sessionOver = (): StorefrontError =>
  new StorefrontError('This session has ended: sign in again', { code: 'UNAUTHENTICATED' });
const hasCode = (error: unknown, code: string): boolean => error instanceof StorefrontError && error.code === code;
