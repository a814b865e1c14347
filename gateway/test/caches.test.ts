/** What of one client's answer may be shown to another one: held against a subgraph that calls everything public. */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  executeSync,
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
} from 'graphql';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Arrived, openGateway, subgraphNames } from './world.ts';

const gateway = await openGateway({
  queryTimeoutInMs: 10_000,
  mutationTimeoutInMs: 10_000,
  operationTimeoutInMs: 20_000,
});
const { answers, arrived, graph } = gateway;
afterAll(() => gateway.close());
const schema = buildSchema(readFileSync(new URL('../../packages/client/schema.graphql', import.meta.url), 'utf8'));

/** A value of the type; every text is the stamp. */
function anyValue(type: GraphQLOutputType, stamp: string): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType, stamp);
  if (isListType(type)) return [anyValue(type.ofType, stamp)];
  if (isEnumType(type)) return type.getValues()[0]!.value;
  if (isLeafType(type))
    return type.name === 'Int' || type.name === 'Float' ? 1 : type.name === 'Boolean' ? true : stamp;
  return { __typename: isAbstractType(type) ? schema.getPossibleTypes(type)[0]!.name : type.name };
}
let stamps = 0;
/** What a subgraph could say to the fetch. No two answers of it are the same. */
function anyAnswer({ body }: Arrived): object {
  const { query, variables, operationName } = JSON.parse(String(body));
  const stamp = `answer ${++stamps}`;
  return executeSync({
    schema,
    document: parse(query),
    operationName,
    variableValues: variables,
    fieldResolver: (_source, _arguments, _context, { returnType }) => anyValue(returnType, stamp),
  });
}
beforeEach(() => {
  gateway.reset();
  for (const name of subgraphNames)
    answers[name] = (note, response) => {
      response.setHeader('x-answer', 'public');
      response.setHeader('x-tags', 'Product:any');
      return anyAnswer(note);
    };
});

/** The nearest text below a field: `{ nodes { id } }`. */
function selectionOf(type: GraphQLOutputType): string {
  type Way = { type: GraphQLOutputType; opened: string[] };
  const ways: Way[] = [{ type, opened: [] }];
  for (const { type, opened } of ways) {
    const named = getNamedType(type);
    if (isLeafType(named)) {
      if (['ID', 'String'].includes(named.name))
        return opened.map((name) => `{ ${name}`).join(' ') + ' }'.repeat(opened.length);
      continue;
    }
    if (isUnionType(named) || isInputObjectType(named) || opened.length > 4) continue;
    for (const field of Object.values(named.getFields()))
      if (!field.args.some(isRequiredArgument)) ways.push({ type: field.type, opened: [...opened, field.name] });
  }
  throw new Error(`No text below ${String(type)}`);
}
function inputOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return inputOf(type.ofType);
  if (isListType(type)) return `[${inputOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((field) => `${field.name}: ${inputOf(field.type)}`)
      .join(', ')} }`;
  return type.name === 'Int' ? '1' : type.name === 'Boolean' ? 'true' : '"x"';
}
function operationOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${inputOf(type)}`);
  return `${kind} { ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${selectionOf(field.type)} }`;
}
const queries = Object.values(schema.getQueryType()!.getFields()).map(
  (field) => [field.name, operationOf('query', field)] as const,
);
const mutations = Object.values(schema.getMutationType()!.getFields()).map(
  (field) => [field.name, operationOf('mutation', field)] as const,
);

const ask = async (query: string, headers: Record<string, string> = {}) => {
  const { data, errors } = await graph(query, headers);
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return JSON.stringify(data);
};
const token = async (roles: string[]) => ({ authorization: `Bearer ${await gateway.accessToken({ roles })}` });
/** Everybody who could get an answer of their own; of each header two. */
const personal: Record<string, string>[] = [
  await token(['CUSTOMER']),
  await token(['STAFF']),
  { 'x-cart-token': 'one' },
  { 'x-cart-token': 'other' },
  { 'x-order-token': 'one' },
  { 'x-order-token': 'other' },
  { cookie: 'sg_refresh=one' },
  { cookie: 'sg_refresh=other' },
];

test.each(queries)('%s: nobody with anything of their own is given an answer of somebody else', async (_, query) => {
  const everybody = [{}, ...personal, {}];
  // at the same time, and once more when something could be kept
  const atOnce = await Promise.all(everybody.map((headers) => ask(query, headers)));
  const later: string[] = [];
  for (const headers of everybody) later.push(await ask(query, headers));
  const ofPersons = [...atOnce.slice(1, -1), ...later.slice(1, -1)];
  const ofStrangers = [atOnce[0]!, atOnce.at(-1)!, later[0]!, later.at(-1)!];
  expect(new Set(ofPersons).size).toBe(2 * personal.length);
  for (const answer of ofStrangers) expect(ofPersons).not.toContain(answer);
  // and it is worth something: strangers share
  expect(later.at(-1)).toBe(later[0]);
  expect(arrived).toHaveLength(ofPersons.length + new Set(ofStrangers).size);
});

test.each(queries)('%s: what makes no difference to the answer does not keep strangers apart', async (_, query) => {
  const first = await ask(`${query} #again`);
  for (const headers of [{ 'accept-language': 'de' }, { 'user-agent': 'another' }, { 'x-user-id': 'usr_1' }])
    expect(await ask(`${query} #again`, headers as never)).toBe(first);
});

test.each(mutations)('%s happens each time that it is asked for', async (name, mutation) => {
  const answered = await Promise.all([ask(mutation), ask(mutation)]);
  answered.push(await ask(mutation), await ask(mutation));
  expect(new Set(answered).size).toBe(4);
  expect(arrived.map(({ body }) => String(body).includes(name))).toEqual([true, true, true, true]);
});

/** An answer of products that comes when the test says so. */
function held() {
  const waiting: ((answer: object) => void)[] = [];
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:p');
    return new Promise((answer) => waiting.push(answer));
  };
  return {
    waiting: (count: number) => eventually(() => expect(waiting).toHaveLength(count)),
    answer: (index: number, title: string) => waiting[index]!({ data: { product: { title } } }),
  };
}
const PRODUCT = '{ product(slug: "held") { title } }';
const titled = (title: string) => JSON.stringify({ product: { title } });
/** Planned, so that from now on only products takes time. */
async function planned(query: string): Promise<void> {
  answers.products = () => ({ data: { product: { title: 'planned' } } });
  await ask(query);
  arrived.length = 0;
}

test('who asks after a change gets no answer that was under way before it, and it is not kept for anybody', async () => {
  await planned(PRODUCT);
  const products = held();
  const before = ask(PRODUCT);
  await products.waiting(1);
  expect(await gateway.publish({ tags: ['Product:p'] })).toBe(200);
  const after = ask(PRODUCT);
  await products.waiting(2);
  products.answer(1, 'new');
  expect(await after).toBe(titled('new'));
  products.answer(0, 'old');
  expect(await before).toBe(titled('old'));
  // the old one came last, and is not what is shown from now on
  const later = ask(PRODUCT);
  await products.waiting(3);
  products.answer(2, 'newest');
  expect(await later).toBe(titled('newest'));
  expect(await ask(PRODUCT)).toBe(titled('newest'));
});

test('after a deploy nothing is shown that was asked for, planned or kept before it', async () => {
  const sdl = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
  const without = sdl.replace(/\n {2}"""[^"]*"""\n {2}vendor: String @join__field\(graph: PRODUCTS\)/, '');
  expect(without).not.toBe(sdl);
  const VENDOR = '{ product(slug: "deploy") { vendor } }';
  await planned(VENDOR);
  const products = held();
  const underWay = graph(VENDOR);
  await products.waiting(1);
  const deploy = async (supergraph: string) => {
    // as gateway.ts does it
    gateway.update(supergraph);
    expect(await gateway.publish({})).toBe(200);
  };
  try {
    await deploy(without);
    products.answer(0, 'x');
    await underWay;
    for (let time = 0; time < 3; time++)
      expect((await graph(VENDOR)).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  } finally {
    await deploy(sdl);
  }
});

const ORDER = (selection: string, variables = '') =>
  `query${variables} { order(id: "ord_1") { items { product { ${selection} } } } }`;

const oneItem = () => ({ data: { order: { items: [{ product: { __typename: 'Product', id: 'p' } }] } } });

test('one entity under other arguments, variables and aliases is another answer, kept for each', async () => {
  answers.orders = oneItem;
  /** What was asked for is what is answered. */
  answers.products = ({ body }, response) => {
    const { query, variables } = JSON.parse(String(body));
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:p');
    const [, alias, argument] = /(?:(\w+): ?)?related\(first: ?(\S+?)\)/.exec(query)!;
    const first = argument!.startsWith('$') ? variables[argument!.slice(1)] : Number(argument);
    return { data: { _entities: [{ [alias ?? 'related']: [{ title: `first ${first}` }] }] } };
  };
  const related = 'related(first: $n) { title }';
  const questions = [
    ['related(first: 1) { title }', {}, { related: [{ title: 'first 1' }] }],
    ['related(first: 2) { title }', {}, { related: [{ title: 'first 2' }] }],
    ['more: related(first: 2) { title }', {}, { more: [{ title: 'first 2' }] }],
    [related, { n: 3 }, { related: [{ title: 'first 3' }] }],
    [related, { n: 4 }, { related: [{ title: 'first 4' }] }],
  ] as const;
  for (let time = 0; time < 2; time++)
    for (const [selection, variables, product] of questions) {
      const query = ORDER(selection, 'n' in variables ? '($n: Int!)' : '');
      expect((await graph(query, {}, variables)).data.order.items[0].product).toEqual(product);
    }
  expect(arrived.filter(({ subgraph }) => subgraph === 'products')).toHaveLength(questions.length);
});

test('what is public is kept for all who have the same roles, in whatever order, and for nobody else', async () => {
  const query = ORDER('title');
  answers.orders = oneItem;
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:q');
    return { data: { _entities: [{ title: `title ${++stamps}` }] } };
  };
  const titleFor = async (roles: string[]) =>
    (await graph(query, roles.length > 0 ? await token(roles) : {})).data.order.items[0].product.title;
  const seen: string[] = [];
  for (const roles of [[], ['CUSTOMER'], ['STAFF'], ['CUSTOMER', 'STAFF']]) seen.push(await titleFor(roles));
  expect(new Set(seen).size).toBe(4);
  expect(await titleFor(['STAFF', 'CUSTOMER'])).toBe(seen[3]);
  expect(await titleFor(['CUSTOMER'])).toBe(seen[1]);
});

const mistake = { message: 'Lent', path: ['product', 'title'], extensions: { code: 'NOT_FOUND' } };
test.each<[string, string | undefined, object]>([
  ['is not called public', 'private', { data: { product: { title: 'x' } } }],
  ['is not called anything', undefined, { data: { product: { title: 'x' } } }],
  ['is called something like public', 'public, I think', { data: { product: { title: 'x' } } }],
  ['has an error', 'public', { data: { product: { vendor: null } }, errors: [mistake] }],
  ['is of another form than the schema has', 'public', { data: { product: { title: ['x'] } } }],
])('an answer that %s is not kept', async (name, mark, answer) => {
  answers.products = (_arrived, response) => {
    if (mark) response.setHeader('x-answer', mark);
    response.setHeader('x-tags', 'Product:p');
    return answer;
  };
  const query = `{ product(slug: "${name}") { title } }`;
  for (let time = 0; time < 3; time++) await graph(query);
  expect(arrived).toHaveLength(3);
});

test('an entity that came with an error is not kept, nor what came beside it', async () => {
  answers.orders = oneItem;
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:p');
    return { data: { _entities: [{ vendor: null }] }, errors: [{ ...mistake, path: ['_entities', 0, 'vendor'] }] };
  };
  for (let time = 0; time < 3; time++)
    expect((await graph(ORDER('vendor'))).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(arrived.filter(({ subgraph }) => subgraph === 'products')).toHaveLength(3);
});
