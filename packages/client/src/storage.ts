/** Where tokens outlive the page. `window.localStorage` fits; the default keeps them in memory. */
export interface TokenStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  /** What is written is not kept: a session is used as it is and never renewed, which would end it. */
  readonly readOnly?: boolean;
}

export function memoryStorage(): TokenStorage {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
}

export type TokenName = 'accessToken' | 'accessTokenExpiresAt' | 'refreshToken' | 'cartToken' | 'orderToken';

/** What fits into a header. Anything else in a storage was put there by somebody else. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** The tokens of one shopper, each under a name of its own. */
export function tokensIn(storage: TokenStorage) {
  const key = (name: TokenName) => `storegraph.${name}`;
  return {
    get(name: TokenName): string | undefined {
      const value = storage.getItem(key(name));
      return value && TOKEN.test(value) ? value : undefined;
    },
    set(name: TokenName, value: string | null | undefined): void {
      if (value) storage.setItem(key(name), value);
      else storage.removeItem(key(name));
    },
  };
}
