import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { currentWork } from './work.ts';

/** Root fields of Query say that the request is one: then it may be stopped. `_entities` is one of them. */
export function guardFields(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<any, any> = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context, info) => {
      const work = currentWork();
      if (work) work.isQuery = true;
      return resolve(source, args, context, info);
    };
  }
}
