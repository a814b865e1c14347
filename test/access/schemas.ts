import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { domains } from '../../local/system/layout.ts';
import { objectTypes, schemaOf } from './selection.ts';

export const composed = schemaOf(readFileSync('supergraph.graphql', 'utf8'));
export const coordinates = objectTypes(composed)
  .filter(({ name }) => name !== 'Mutation')
  .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
/** Elsewhere its id is only what was asked with. */
export const owners: Readonly<Record<string, string>> = {
  User: 'users',
  Order: 'orders',
  Cart: 'carts',
  Payment: 'payments',
  Product: 'products',
  Variant: 'products',
  Category: 'products',
};
export const entities = new Set(Object.keys(owners));

/** What each subgraph can be entered by, and its schema with the way in. */
export const entered = domains.map((domain) => {
  const sdl = readFileSync(`subgraphs/${domain}/schema.graphql`, 'utf8');
  const keyed = [...sdl.matchAll(/^type (\w+) @key\(fields: "\w+"\)/gm)].map(([, name]) => name!);
  const entry = `_entities(representations: [_Any!]!): [_Entity]!`;
  const schema = schemaOf(
    `${sdl.replace(/^type Query {/m, `type Query {\n  ${entry}`)}\nscalar _Any\nunion _Entity = ${keyed.join(' | ')}`,
  );
  return { domain, keyed, schema };
});
export const subgraphSchemas = new Map<string, (typeof entered)[number]['schema']>(
  entered.map(({ domain, schema }) => [domain, schema]),
);

/** A domain's own types, what it adds to those of others, and what several have in the first of them. */
export function fieldsOf(domain: string): string[] {
  const has = (coordinate: string) => (one: (typeof entered)[number]) => {
    const [type, field] = coordinate.split('.') as [string, string];
    const found = one.schema.getType(type);
    return isObjectType(found) && field in found.getFields();
  };
  return coordinates.filter((coordinate) => {
    const places = entered.filter(has(coordinate)).map((one) => one.domain as string);
    const owner = owners[coordinate.split('.')[0]!];
    return (owner && places.includes(owner) ? owner : places[0]) === domain;
  });
}
