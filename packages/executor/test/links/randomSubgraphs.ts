import { Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  execute,
  getNamedType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
} from 'graphql';
import { bodyOf, type SubgraphAnswer, type SubgraphRequest } from '../../src/index.ts';
import { Random, seedOf } from '../random/random.ts';
import { type Entities, entitiesOf, keyOf, numberIn, numberOf } from './entities.ts';

export type Subgraphs = (request: SubgraphRequest<unknown>) => SubgraphAnswer;

/**
 * What the subgraphs of a supergraph could say to any fetch, always the same. What an entity shows depends on its key, the field
 * and its arguments, and on what the field requires: not on the way that led to it, nor on what else is asked for.
 */
export function randomSubgraphs(supergraphSdl: string, seed: number): Subgraphs {
  const supergraph = Supergraph.build(supergraphSdl);
  const world: World = {
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    entities: entitiesOf(supergraphSdl),
  };
  const schemas = new Map([...supergraph.subgraphs()].map(({ name, schema }) => [name, schema.toGraphQLJSSchema()]));
  const documents = new Map<string, DocumentNode>();
  return (request) => {
    const { subgraph, head, fields } = request.operation;
    const { query, operationName, variables } = JSON.parse(bodyOf(request)) as Body;
    let document = documents.get(query);
    if (!document) {
      document = parse(query);
      documents.set(query, document);
    }
    const result = execute({
      schema: schemas.get(subgraph)!,
      document,
      operationName,
      variableValues: variables,
      rootValue: { typename: '', seed: String(seed) } satisfies Thing,
      contextValue: world,
      fieldResolver: resolve,
      typeResolver: ({ typename }: Thing) => typename,
    });
    const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as SubgraphAnswer;
    const isPublic = errors.length === 0 && new Random(seedOf(head)).chance(85);
    return { data, errors, tags: isPublic ? [`${subgraph}:${fields[0]}`] : null };
  };
}

interface Body {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
}

interface World {
  apiSchema: GraphQLSchema;
  entities: Entities;
}

/** An object that a subgraph shows: everything of it follows from its seed. */
interface Thing {
  typename: string;
  seed: string;
  /** Of an entity. */
  number?: number;
  /** What the gateway has said of it beside its key. */
  required?: string;
}

type Resolve = GraphQLFieldResolver<Thing, World>;
type Info = Parameters<Resolve>[3];

const resolve: Resolve = (thing, given, world, info) => {
  const { fieldName, parentType, returnType } = info;
  if (fieldName === '_entities')
    return (given.representations as Representation[]).map((one) => entityOf(one, thing.seed, world, info));
  const seed = `${thing.seed}.${fieldName}${Object.keys(given).length > 0 ? JSON.stringify(given) : ''}`;
  if (thing.number !== undefined && world.entities.keys.get(parentType.name)?.has(fieldName)) {
    const type = getNamedType(returnType);
    return isLeafType(type) ? keyOf(type.name, thing.number) : entity(type.name, thing.number, rootOf(thing.seed));
  }
  const isRequiring = world.entities.requiring.has(`${parentType.name}.${fieldName}`);
  return valueFrom(returnType, isRequiring ? `${seed} ${thing.required}` : seed, world, info);
};

type Representation = Record<string, unknown> & { __typename: string };

function entityOf({ __typename, ...given }: Representation, root: string, world: World, info: Info): Thing | null {
  const keys = world.entities.keys.get(__typename) ?? new Set();
  const [key] = Object.entries(given).filter(([name]) => keys.has(name));
  const number = numberIn(key?.[1]);
  if (new Random(seedOf(`${root} ${__typename} ${number}`)).chance(3)) return null;
  const required = Object.entries(given).filter(([name]) => !keys.has(name));
  const typename = concrete(__typename, `${root} ${__typename} ${number}`, world, info);
  return { ...entity(typename, number, root), required: JSON.stringify(required) };
}

const entity = (typename: string, number: number, root: string): Thing => ({
  typename,
  seed: `${root} ${typename} ${number}`,
  number,
});

/** What all seeds begin with. */
const rootOf = (seed: string): string => /^\d+/.exec(seed)![0];

function concrete(typename: string, seed: string, { apiSchema }: World, { schema }: Info): string {
  const type = schema.getType(typename);
  if (!isAbstractType(type)) return typename;
  const names = schema.getPossibleTypes(type).map(({ name }) => name);
  return pickKnown(names, (name) => apiSchema.getType(name) !== undefined, new Random(seedOf(seed)));
}

/** Mostly what clients may see. */
function pickKnown(names: readonly string[], isKnown: (name: string) => boolean, random: Random): string {
  const known = names.filter(isKnown);
  return random.pick(known.length > 0 && random.chance(97) ? known : names);
}

function valueFrom(type: GraphQLOutputType, seed: string, world: World, info: Info): unknown {
  const random = new Random(seedOf(seed));
  if (!isNonNullType(type) && random.chance(8)) return null;
  const present = isNonNullType(type) ? type.ofType : type;
  if (isListType(present))
    return Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, (_, index) =>
      valueFrom(present.ofType, `${seed}[${index}]`, world, info),
    );
  if (isEnumType(present)) {
    const names = present.getValues().map(({ name }) => name);
    const visible = world.apiSchema.getType(present.name);
    return pickKnown(names, (name) => isEnumType(visible) && visible.getValue(name) !== undefined, random);
  }
  if (isLeafType(present)) return scalarOf(present.name, random);
  const typename = concrete(present.name, seed, world, info);
  if (!world.entities.keys.has(typename)) return { typename, seed } satisfies Thing;
  return entity(typename, numberOf(seed), rootOf(seed));
}

const TEXTS = [
  '',
  'plain',
  'two words',
  '"quoted" \\ back',
  'line\nend',
  'größer ≠ 小',
  '\u2028\u0000',
  '\ud83d\ude00',
  '__proto__',
  'null',
  '1',
];

function scalarOf(name: string, random: Random): unknown {
  if (name === 'Int') return random.pick([0, 1, -7, 42, 2_147_483_647]);
  if (name === 'Float') return random.pick([0, 1, -0.5, 1e21, 3.25]);
  if (name === 'Boolean') return random.chance(50);
  if (name === 'ID') return random.pick(['a', 'b', 'c', '7', 'id with "quotes"']);
  if (name === 'String') return random.pick(TEXTS);
  return random.pick<unknown>(['5.00', 5, true, ['a', null], { any: { thing: 1 }, __typename: 'Custom' }, {}]);
}
