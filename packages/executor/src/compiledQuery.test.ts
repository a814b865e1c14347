import { buildSchema, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { compiledQuery, QueryStore } from './compiledQuery.ts';

const schema = buildSchema('type Query { lamp: Lamp, lamps: [Lamp] } type Lamp { id: ID, watts: Int, shade: Lamp }');
const broken = {
  id: 'broken',
  get watts(): number {
    throw new Error('no bulb');
  },
};
const whole = { id: 'whole', watts: 40 };
const resolvers = schema.getQueryType()!.getFields();

/** The answer of compiled code to a query that came before. */
async function answerTo(source: string) {
  const queries = new QueryStore(schema);
  for (let time = 0; time < 2; time++) queries.learn(source, null, parse(source));
  const link = compiledQuery({
    queries,
    formatError: (_formatted: GraphQLFormattedError, error: unknown) => {
      const { message, path } = error as GraphQLError;
      return { message, path, extensions: { code: 'INTERNAL' } };
    },
  });
  const ask = link(() => Promise.reject(new Error('It was not compiled')));
  const operation = { source, operationName: null, variables: {}, readOnly: false, context: {} };
  return JSON.parse((await ask(operation)).text);
}

test('a property that throws, of an object that came late, is an error at its place, and its neighbours are there', async () => {
  resolvers.lamp!.resolve = async () => broken;
  resolvers.lamps!.resolve = async () => [whole];
  expect(await answerTo('{ lamp { id watts } lamps { id watts } }')).toEqual({
    data: { lamp: null, lamps: [whole] },
    errors: [{ message: 'no bulb', path: ['lamp'], extensions: { code: 'INTERNAL' } }],
  });
});

test('so it is in a list of objects that come late each', async () => {
  resolvers.lamp!.resolve = async () => whole;
  resolvers.lamps!.resolve = () => [Promise.resolve(broken), Promise.resolve(whole)];
  expect(await answerTo('{ lamp { id } lamps { id watts } }')).toEqual({
    data: { lamp: { id: 'whole' }, lamps: [null, whole] },
    errors: [{ message: 'no bulb', path: ['lamps', 0], extensions: { code: 'INTERNAL' } }],
  });
});
