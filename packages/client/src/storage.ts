/** Where tokens outlive the page. `window.localStorage` fits; the default keeps them in memory. */
export interface TokenStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
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

/** The tokens of one shopper, each under a name of its own. */
export function tokensIn(storage: TokenStorage) {
  const key = (name: TokenName) => `storegraph.${name}`;
  return {
    get: (name: TokenName): string | undefined => storage.getItem(key(name)) ?? undefined,
    set(name: TokenName, value: string | null | undefined): void {
      if (value) storage.setItem(key(name), value);
      else storage.removeItem(key(name));
    },
  };
}
