import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { inputFields, newViewer, testSubgraph, type TestSubgraph } from '@storegraph/kit/testing';
import { buildASTSchema, getNamedType, GraphQLID, parse } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { definitions } from '../local/definitions.generated.ts';

const secret = 'a secret of thirty-two characters and more';
const env = {
  ORDER_TOKEN_SECRET: secret,
  STRIPE_SECRET_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'Shop <shop@shop.example>',
};
const WRONG = ['', 'x', newId('zzz'), 'usr_', `usr_${'8'.repeat(26)}`, "usr_' OR 1=1 --", 'x'.repeat(1_000), '\0'];
const shops = new Map<string, TestSubgraph>();
for (const definition of definitions) shops.set(definition.name, await testSubgraph(definition, { env }));
afterAll(() => Promise.all([...shops.values()].map((shop) => shop.stop())));
const staff = newViewer(['STAFF', 'ADMIN']);

/** Every answer refuses it as bad input, and Postgres has seen nothing. */
async function refusedUnseen(shop: TestSubgraph, query: string, variables: object): Promise<string> {
  shop.statements.ofQueries = 0;
  const { errors } = await shop.as(staff)(query, variables as Record<string, unknown>);
  const codes = [...new Set(errors?.map(({ extensions }) => extensions.code))].join();
  return `${codes} after ${shop.statements.ofQueries} statements`;
}

const referenced = definitions.flatMap(({ name, entities = {} }) => Object.keys(entities).map((type) => [name, type]));
test.each(referenced)('%s refuses a reference to a %s by what is no id of one', async (name, type) => {
  const QUERY = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on ${type} { id } } }`;
  for (const key of [
    ...WRONG.map((id) => ({ id })),
    {},
    { id: 7 },
    { id: { a: 1 } },
    { slug: 7 },
    { slug: 'x'.repeat(1_000) },
  ])
    expect(
      await refusedUnseen(shops.get(name)!, QUERY, { who: [{ __typename: type, ...key }] }),
      JSON.stringify(key),
    ).toBe('BAD_USER_INPUT after 0 statements');
});

const asked = definitions.flatMap(({ name }) => {
  const schema = buildASTSchema(parse(readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8')), { assumeValid: true });
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) =>
    field.args
      .filter(({ type }) => getNamedType(type).name === 'ID')
      .map((arg) => [name, field.name, arg.name] as const),
  );
});
test.each(asked)('%s refuses %s(%s) of another type or form', async (name, field, arg) => {
  const QUERY = `query ($id: ID!) { ${field}(${arg}: $id) { __typename } }`;
  for (const id of WRONG)
    expect(await refusedUnseen(shops.get(name)!, QUERY, { id }), JSON.stringify(id)).toBe(
      'BAD_USER_INPUT after 0 statements',
    );
});

test('every id in an input says of what it is one', () => {
  const ids = inputFields().filter(({ type }) => type === GraphQLID);
  expect(ids.length).toBeGreaterThan(20);
  const free = ids.filter(({ rules }) => !rules.includes('id')).map(({ coordinate }) => coordinate);
  // those of Stripe have another form, and those of shipping are words
  expect(free.sort()).toEqual([
    'RemovePaymentMethodInput.paymentMethodId',
    'SetCartShippingMethodInput.shippingOptionId',
    'UpdateCartInput.shippingOptionId',
  ]);
});
