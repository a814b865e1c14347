import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { StorefrontError, type WireError } from './error.ts';
import {
  RefreshSessionDocument,
  RegisterDocument,
  type RegisterMutationVariables,
  type SessionTokensFragment,
  SignInDocument,
  SignOutDocument,
} from './operations.generated.ts';
import { memoryStorage, type TokenStorage, tokensIn } from './storage.ts';

export interface ClientOptions {
  /** The gateway, such as https://shop.example/graphql */
  url: string;
  fetch?: typeof globalThis.fetch;
  storage?: TokenStorage;
}

type Variables<V> = Record<string, never> extends V ? [variables?: V] : [variables: V];

export interface StorefrontClient {
  /** Returns the data. Throws StorefrontError when anything in it failed. */
  query<Data, V>(document: TypedDocumentNode<Data, V>, ...variables: Variables<V>): Promise<Data>;
  /** As query. What the shopper can act on is in the payload's `userErrors` and is not thrown. */
  mutate<Data, V>(document: TypedDocumentNode<Data, V>, ...variables: Variables<V>): Promise<Data>;
  register(input: RegisterMutationVariables['input']): Promise<SessionTokensFragment>;
  /** Takes the guest's cart along unless another one is named. */
  signIn(input: { email: string; password: string; cartToken?: string }): Promise<SessionTokensFragment>;
  /** Forgets every token, even when the server does not answer. */
  signOut(): Promise<void>;
  readonly signedIn: boolean;
  cartToken: string | undefined;
  orderToken: string | undefined;
}

const REFRESH_BEFORE_EXPIRY_IN_MS = 30_000;

/** One shopper's way to the shop: keeps the session fresh, and the cart and order tokens of guests. */
export function createClient({
  url,
  fetch = globalThis.fetch,
  storage = memoryStorage(),
}: ClientOptions): StorefrontClient {
  const tokens = tokensIn(storage);
  let refreshing: Promise<boolean> | undefined;
  /** Counts sessions: what is renewed for one that has ended meanwhile is not kept. */
  let session = 0;

  async function post<Data>(
    document: TypedDocumentNode<Data, any>,
    variables: unknown,
    authorize = true,
  ): Promise<Data> {
    const accessToken = authorize ? tokens.get('accessToken') : undefined;
    const cartToken = tokens.get('cartToken');
    const orderToken = tokens.get('orderToken');
    let response: Response;
    let answer: { data?: Data | null; errors?: WireError[] };
    try {
      response = await fetch(url, {
        method: 'POST',
        credentials: 'include',
        headers: {
          'content-type': 'application/json',
          ...(accessToken && { authorization: `Bearer ${accessToken}` }),
          ...(cartToken && { 'x-cart-token': cartToken }),
          ...(orderToken && { 'x-order-token': orderToken }),
        },
        body: JSON.stringify({ query: print(document), variables }),
      });
      answer = (await response.json()) as typeof answer;
    } catch (cause) {
      throw new StorefrontError('The shop cannot be reached', { code: 'SERVICE_UNAVAILABLE' }, { cause });
    }
    if (answer.errors?.[0]) throw StorefrontError.of(answer.errors[0]);
    if (!answer.data)
      throw new StorefrontError(`The shop answered HTTP ${response.status}`, { code: 'SERVICE_UNAVAILABLE' });
    keepGuestTokens(answer.data);
    return answer.data;
  }

  function keepGuestTokens(data: object): void {
    for (const payload of Object.values(data) as ({ cartToken?: string; orderToken?: string } | null)[]) {
      if (payload?.cartToken) tokens.set('cartToken', payload.cartToken);
      if (payload?.orderToken) tokens.set('orderToken', payload.orderToken);
    }
  }

  function keepSession(issued: SessionTokensFragment | null): void {
    session++;
    tokens.set('accessToken', issued?.accessToken);
    tokens.set('accessTokenExpiresAt', issued?.expiresAt);
    tokens.set('refreshToken', issued?.refreshToken);
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
      const { refreshSession } = await post(
        RefreshSessionDocument,
        { input: refreshToken ? { refreshToken } : null },
        false,
      );
      if (renewed !== session) return tokens.get('accessToken') !== undefined;
      keepSession(refreshSession.accessToken ? refreshSession : null);
      return Boolean(refreshSession.accessToken);
    } catch (error) {
      // a session that is over is forgotten; one that could not be asked for is kept
      if (!isUnauthenticated(error)) throw error;
      if (renewed === session) keepSession(null);
      return false;
    }
  }

  async function run<Data>(document: TypedDocumentNode<Data, any>, variables: unknown): Promise<Data> {
    const expiresAt = tokens.get('accessTokenExpiresAt');
    if (expiresAt && Date.parse(expiresAt) - Date.now() < REFRESH_BEFORE_EXPIRY_IN_MS) await refresh();
    const usedToken = tokens.get('accessToken');
    try {
      return await post(document, variables);
    } catch (error) {
      if (!isUnauthenticated(error) || !usedToken) throw error;
      const token = tokens.get('accessToken');
      if (!token) throw error; // signed out meanwhile: nothing is done in nobody's name
      const renewedMeanwhile = token !== usedToken;
      if (!renewedMeanwhile && !(await refresh())) throw error;
      return post(document, variables);
    }
  }

  return {
    query: (document, ...[variables]) => run(document, variables),
    mutate: (document, ...[variables]) => run(document, variables),
    async register(input) {
      const { register } = await post(RegisterDocument, { input }, false);
      if (register.accessToken) keepSession(register);
      return register;
    },
    async signIn(input) {
      const cartToken = input.cartToken ?? tokens.get('cartToken');
      const { signIn } = await post(SignInDocument, { input: { ...input, ...(cartToken && { cartToken }) } }, false);
      if (!signIn.accessToken) return signIn;
      keepSession(signIn);
      tokens.set('cartToken', null);
      return signIn;
    },
    async signOut() {
      try {
        if (tokens.get('accessToken')) await run(SignOutDocument, undefined);
      } finally {
        keepSession(null);
        tokens.set('cartToken', null);
        tokens.set('orderToken', null);
      }
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
}

const isUnauthenticated = (error: unknown): boolean =>
  error instanceof StorefrontError && error.code === 'UNAUTHENTICATED';
