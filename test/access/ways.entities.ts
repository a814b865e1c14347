import type { Domain } from '../../local/system/layout.ts';
import type { Cast } from './cast.ts';
import type { Subject } from './rules.ts';
import { productSubject } from './ways.catalogue.ts';
import type { Way } from './ways.ts';

/** What can be entered at a subgraph: its entities, by the keys of rows that exist. */
export function waysIntoSubgraphs(keys: Keys, entities: readonly { at: Domain; type: string }[]): Way[] {
  return entities.flatMap(({ at, type }) =>
    (keys[type] ?? []).map(({ key, subject }) => ({
      name: `_entities of ${at} by ${Object.keys(key)}`,
      at,
      subject,
      type,
      query: `query ($who: [_Any!]!) { _entities(representations: $who) { ... on ${type} { ROW } } }`,
      variables: { who: [{ __typename: type, ...key }] },
    })),
  );
}

export type Keys = Readonly<Record<string, readonly { key: Record<string, string>; subject: Subject }[]>>;

/** The rows of each entity, by key. */
export function keysOf(cast: Cast, payments: readonly { id: string; orderId: string }[]): Keys {
  const { owner, guestCart, guestOrders, catalogue } = cast;
  const orders = [
    ...Object.entries(owner.orders).map(([name, order]) => ({
      order,
      subject: { name: `the owner's ${name} order`, holders: ['owner'] } as Subject,
    })),
    ...Object.entries(guestOrders).map(([name, order]) => ({
      order,
      subject: { name: `a guest's ${name} order`, holders: ['orderToken'], orderToken: order.token } as Subject,
    })),
  ];
  const products = (['active', 'draft', 'archived'] as const).map((kind) => ({
    ...catalogue[kind],
    subject: productSubject(catalogue, kind),
  }));
  const one = (key: Record<string, string>, name: string, holders: Subject['holders']) => ({
    key,
    subject: { name, holders },
  });
  const category = catalogue.category;
  return {
    User: [one({ id: owner.id }, "the owner's account", ['owner'])],
    Cart: [
      one({ id: owner.cart.id }, "the owner's cart", ['owner']),
      one({ id: guestCart.id }, "a guest's cart", ['cartToken']),
    ],
    Order: orders.map(({ order, subject }) => ({ key: { id: order.id }, subject })),
    Payment: orders.flatMap(({ order, subject }) =>
      payments.filter(({ orderId }) => orderId === order.id).map(({ id }) => ({ key: { id }, subject })),
    ),
    Product: products.flatMap(({ id, slug, subject }) => [
      { key: { id } as Record<string, string>, subject },
      { key: { slug }, subject },
    ]),
    Variant: products.map(({ variantId: id, subject }) => ({ key: { id }, subject })),
    Category: [one({ id: category.id }, 'a category', []), one({ slug: category.slug }, 'a category', [])],
  };
}
