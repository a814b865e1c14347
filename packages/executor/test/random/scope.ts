/** What a place in the answer is made of, by response key: a key may be asked twice only for the same thing. */
export type Scope = Map<string, ScopeEntry>;

export interface ScopeEntry {
  /** The field with its arguments. */
  call: string;
  type: string;
  inner: Scope;
}

export function conflicts(one: Scope, other: Scope): boolean {
  for (const [key, { call, type, inner }] of other) {
    const there = one.get(key);
    if (there && (there.call !== call || there.type !== type || conflicts(there.inner, inner))) return true;
  }
  return false;
}

export function merge(into: Scope, from: Scope): void {
  for (const [key, { call, type, inner }] of from) {
    const there = into.get(key) ?? { call, type, inner: new Map() };
    into.set(key, there);
    merge(there.inner, inner);
  }
}
