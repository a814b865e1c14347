import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { type DefinitionNode, type DocumentNode, type GraphQLSchema, Kind, parse, print } from 'graphql';
import {
  type AuthChecker,
  buildSchema,
  createResolversMap,
  getMetadataStorage,
  type NonEmptyArray,
} from 'type-graphql';
import type { ListConnection } from './connection.ts';
import { type Context, EVERYTHING, type ReadAuthority } from './context.ts';
import { forbidden, GeneralUserError, sessionEnded, unauthenticated } from './errors.ts';
import { guardFields } from './guard.ts';
import { validateInput } from './validateInput.ts';

const FEDERATION = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag"])
`);

const authChecker: AuthChecker<Context> = ({ context: { viewer } }, roles) => {
  if (!viewer) throw unauthenticated();
  if (roles.length > 0 && !roles.some((role) => viewer.roles.includes(role))) throw forbidden();
  return true;
};

const countWhenAsked = ({ totalCount }: ListConnection<unknown>) => totalCount?.() ?? null;

/**
 * A field that is a property needs no resolver: graphql-js reads it, and compiled code reads it directly. type-graphql would
 * wrap each of them for middlewares, which we do not use, and for @Authorized, which belongs on what has a resolver.
 */
function readPropertiesPlainly(): void {
  const { objectTypes, authorizedFields } = getMetadataStorage();
  for (const objectType of objectTypes) {
    const guarded = authorizedFields.find(({ target }) => target === objectType.target);
    if (guarded)
      throw new Error(
        `@Authorized on the property ${objectType.name}.${guarded.fieldName} guards nothing: give it a resolver`,
      );
    objectType.simpleResolvers = true;
  }
}

/** The key fields of an entity, as the gateway sends them: checked by who resolves it. */
export type Reference = Record<string, unknown>;

/** What the schema of a subgraph is built from. */
export interface SchemaParts<Loaders = any> {
  resolvers: readonly Function[];
  /** Types that only an interface or a union leads to. */
  orphanedTypes?: readonly Function[];
  /** How the gateway re-enters this subgraph: entity name to reference resolver. A missing row is null. */
  entities?: Record<string, (reference: Reference, context: Context<Loaders>) => unknown>;
  /** Root fields that add the tags of what they show to the context; all others show EVERYTHING. Reference resolvers always add theirs. */
  tagged?: readonly string[];
  /** Root fields that everybody gets alike, in a subgraph whose others are somebody's own: an answer of these alone may be kept. */
  forEverybody?: readonly string[];
  /** Asked before each mutation of somebody who is signed in: its viewer is who they are now, not who the token says. */
  authority?: ReadAuthority;
  /** Mutations for which the token is enough: nothing of worth changes, or they are about no session. */
  byToken?: readonly string[];
}

export interface BuiltSubgraph {
  schema: GraphQLSchema;
  sdl: string;
}

/** From classes to a federation 2 subgraph: the printed SDL is the public promise. */
export async function buildSubgraph(parts: SchemaParts): Promise<BuiltSubgraph> {
  const { resolvers, entities = {}, orphanedTypes = [], tagged = [] } = parts;
  readPropertiesPlainly();
  const codeFirst = await buildSchema({
    resolvers: resolvers as NonEmptyArray<Function>,
    orphanedTypes: [GeneralUserError, ...orphanedTypes],
    authChecker: authChecker as AuthChecker<object>,
    validateFn: validateInput,
    skipCheck: true,
  });
  const body = getDocumentNodeFromSchema(codeFirst)
    .definitions.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION && kind !== Kind.DIRECTIVE_DEFINITION)
    .map(describeRoot);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [...FEDERATION.definitions, ...body] };
  const resolverMap = createResolversMap(codeFirst) as Record<string, Record<string, unknown>>;
  for (const [typeName, resolve] of Object.entries(entities)) {
    resolverMap[typeName] = {
      ...resolverMap[typeName],
      __resolveReference: (reference: Reference, context: Context) => {
        if (parts.forEverybody) context.answer.isPublic = false;
        return resolve(reference, context);
      },
    };
  }
  for (const [typeName, fields] of Object.entries(resolverMap))
    if (typeName.endsWith('Connection') && codeFirst.getType(typeName)) fields.totalCount = countWhenAsked;
  showEverything(resolverMap, tagged);
  keepToOneself(resolverMap, parts);
  askWhoTheyAre(resolverMap, parts);
  // Apollo's type of resolvers knows no object that somebody else made
  const schema = buildSubgraphSchema([{ typeDefs: document, resolvers: resolverMap as never }]);
  guardFields(schema);
  return { schema, sdl: `${print(document)}\n` };
}

const ROOTS: Record<string, string> = {
  Query:
    'What can be read. A part that its viewer may not see is null, and so is one whose service cannot be reached, with SERVICE_UNAVAILABLE; the rest of the answer stays.',
  Mutation:
    'What can be changed, one field per operation. What the shopper can act on comes as `userErrors`, the rest as an error with a code. Codes that any of them may give: BAD_USER_INPUT, RATE_LIMITED, SERVICE_UNAVAILABLE, INTERNAL; UNAUTHENTICATED and FORBIDDEN follow from who may; further ones stand at each.',
};

/** No class stands for them that could say it. */
const describeRoot = (node: DefinitionNode): DefinitionNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION && ROOTS[node.name.value]
    ? { ...node, description: { kind: Kind.STRING, value: ROOTS[node.name.value]! } }
    : node;

/** An answer holds until anything changes, unless its root field says more exactly what it shows. */
function showEverything({ Query = {} }: Record<string, Record<string, unknown>>, tagged: readonly string[]): void {
  for (const [field, resolve] of Object.entries(Query)) {
    if (tagged.includes(field) || typeof resolve !== 'function') continue;
    Query[field] = (source: unknown, args: unknown, context: Context, info: unknown) => {
      context.tags?.add(EVERYTHING);
      return resolve(source, args, context, info);
    };
  }
}

/** Whatever is not for everybody makes the whole answer somebody's own. */
function keepToOneself(
  { Query = {}, Mutation = {} }: Record<string, Record<string, unknown>>,
  { forEverybody }: SchemaParts,
): void {
  if (!forEverybody) return;
  const unknown = forEverybody.find((field) => !Query[field]);
  if (unknown) throw new Error(`forEverybody names ${unknown}, which is no root field here`);
  for (const root of [Query, Mutation])
    for (const [field, resolve] of Object.entries(root)) {
      if ((root === Query && forEverybody.includes(field)) || typeof resolve !== 'function') continue;
      root[field] = (source: unknown, args: unknown, context: Context, info: unknown) => {
        context.answer.isPublic = false;
        return resolve(source, args, context, info);
      };
    }
}

/** Before arguments and roles are looked at, so that these see who it is now. */
function askWhoTheyAre(
  { Mutation = {} }: Record<string, Record<string, unknown>>,
  { authority, byToken = [] }: SchemaParts,
): void {
  const unknown = byToken.find((field) => !Mutation[field]);
  if (unknown) throw new Error(`byToken names ${unknown}, which is no mutation here`);
  if (!authority) return;
  for (const [field, resolve] of Object.entries(Mutation)) {
    if (byToken.includes(field) || typeof resolve !== 'function') continue;
    Mutation[field] = async (source: unknown, args: unknown, context: Context, info: unknown) => {
      const { viewer } = context;
      if (viewer) {
        const now = await authority(context.service, viewer);
        if (!now) throw sessionEnded();
        context.viewer = { ...viewer, roles: now.roles };
        context.loaders = context.loadersFor(context.viewer);
      }
      return resolve(source, args, context, info);
    };
  }
}
