interface Payload {
  readonly userErrors: readonly { readonly __typename: string }[];
}

/** Everything that a mutation may be refused for; `__typename` tells one from the other. */
export type RefusalOf<P extends Payload> = P['userErrors'][number];

/** What became of a mutation: done, or refused for reasons that the shopper can act on. */
export type Result<P extends Payload> =
  | { readonly ok: true; readonly payload: P }
  | { readonly ok: false; readonly payload: P; readonly refusals: readonly [RefusalOf<P>, ...RefusalOf<P>[]] };

/** Tells whether a mutation was done, so that nobody forgets to look. */
export function resultOf<P extends Payload>(payload: P): Result<P> {
  const [first, ...others] = payload.userErrors as readonly RefusalOf<P>[];
  return first ? { ok: false, payload, refusals: [first, ...others] } : { ok: true, payload };
}

/** The first refusal of this type with what it carries, such as the new total of a `PriceChanged`; undefined when there is none. */
export function refusalOf<P extends Payload, T extends RefusalOf<P>['__typename']>(
  payload: P,
  type: T,
): Extract<RefusalOf<P>, { readonly __typename: T }> | undefined {
  return payload.userErrors.find(({ __typename }) => __typename === type) as
    | Extract<RefusalOf<P>, { readonly __typename: T }>
    | undefined;
}
