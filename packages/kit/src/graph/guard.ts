import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { currentWork, type RequestWork } from './work.ts';

/**
 * Keeps count of what an operation makes its service load, whoever has sent it, and lets a query that is stopped begin nothing
 * more. Only fields with a resolver are looked at: the lists among their properties are as long as their object says.
 */
export function guardFields(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isList(field.type)) countObjects(field);
      if (type === query) beginQuery(field);
    }
  }
}

/** Root fields of Query say that the request is one: then it may be stopped. `_entities` is one of them. */
function beginQuery(field: GraphQLField<unknown, unknown>): void {
  const resolve: GraphQLFieldResolver<unknown, unknown> = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const work = currentWork();
    if (work) {
      work.isQuery = true;
      if (work.stopped) throw work.stopped;
      if (args.representations) work.askForEntities(args.representations.length);
    }
    return resolve(source, args, context, info);
  };
}

function countObjects(field: GraphQLField<unknown, unknown>): void {
  const { resolve } = field;
  if (!resolve) return;
  field.resolve = (source, args, context, info) => {
    const work = currentWork();
    if (!work) return resolve(source, args, context, info);
    if (work.stopped) throw work.stopped;
    const list = resolve(source, args, context, info);
    return isPromise(list) ? list.then((loaded) => counted(work, loaded)) : counted(work, list);
  };
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';

function counted<Value>(work: RequestWork, list: Value): Value {
  const { length, nodes } = (list ?? {}) as { length?: number; nodes?: readonly unknown[] };
  work.count(nodes?.length ?? length ?? 0);
  return list;
}

/** A list of objects, or a page of one. */
function isList(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return isList(type.ofType);
  return isListType(type) ? isCompositeType(getNamedType(type)) : isObjectType(type) && 'nodes' in type.getFields();
}
