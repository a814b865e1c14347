import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { Changes } from './changes.ts';
import { keptAnswers } from './keptAnswers.ts';
import type { Answer, ExecutionContext, Operation } from './operation.ts';

const anonymous: ExecutionContext = { audience: '', anonymous: true };

const operation = (changes: Partial<Operation<ExecutionContext>> = {}): Operation<ExecutionContext> => ({
  source: '{ product { title } }',
  operationName: null,
  variables: {},
  context: anonymous,
  readOnly: false,
  ...changes,
});

const answer = (changes: Partial<Answer> = {}): Answer => ({
  text: '{"data":{"product":{"title":"Bowl"}}}',
  status: 200,
  headers: {},
  by: 'compiledPlan',
  tags: ['Product:1'],
  codes: [],
  ...changes,
});

/** The link before an executor that counts what it is asked, at a time that tests set. */
function link(next: () => Answer | Promise<Answer> = answer) {
  const world = { changes: new Changes(), now: 0, asked: 0, next };
  const execute = keptAnswers<ExecutionContext>(world.changes, { now: () => world.now })(async () => {
    world.asked++;
    return world.next();
  });
  return Object.assign(world, {
    async ask(changes: Partial<Operation<ExecutionContext>> = {}) {
      const { by, kept, text } = await execute(operation(changes));
      return [by, kept?.body.toString() ?? text, kept?.stale] as const;
    },
  });
}

const TEXT = answer().text;

test('a public answer to somebody anonymous is given again, as the same bytes', async () => {
  const shop = link();
  expect(await shop.ask()).toEqual(['compiledPlan', TEXT, false]);
  expect(await shop.ask()).toEqual(['keptAnswers', TEXT, false]);
  expect(shop.asked).toBe(1);
});

test.each([
  ['{} and {"n":null}', { variables: {} }, { variables: { n: null } }],
  ['{} and {"__proto__":null}', { variables: {} }, { variables: JSON.parse('{"__proto__":null}') }],
  ['a number and a text', { variables: { n: 1 } }, { variables: { n: '1' } }],
  ['two documents', { source: '{ a }' }, { source: '{ b }' }],
  ['two operations of a document', { operationName: 'A' }, { operationName: 'B' }],
  ['a name and none', { operationName: 'A' }, { operationName: null }],
])('%s are two questions', async (_, one, other) => {
  const shop = link();
  let count = 0;
  shop.next = () => answer({ text: `{"data":${++count}}` });
  for (let time = 0; time < 2; time++) {
    expect((await shop.ask(one))[1]).toBe('{"data":1}');
    expect((await shop.ask(other))[1]).toBe('{"data":2}');
  }
});

test.each([
  ['of somebody who is signed in', { context: { audience: 'ada', anonymous: false } }, {}],
  ['that a measurement wants of a later link', { from: 'compiledPlan' as const }, {}],
  ['that is not public', {}, { tags: null }],
])('an answer %s is not kept', async (_, asked, answered) => {
  const shop = link(() => answer(answered));
  for (let time = 0; time < 2; time++) expect((await shop.ask(asked))[0]).toBe('compiledPlan');
  expect(shop.asked).toBe(2);
});

test('what is kept for strangers is not shown to who is signed in', async () => {
  const shop = link();
  await shop.ask();
  expect((await shop.ask({ context: { audience: 'ada', anonymous: false } }))[0]).toBe('compiledPlan');
});

test('a change of what an answer shows ends it, another change does not', async () => {
  const shop = link();
  await shop.ask();
  shop.changes.publish(['Product:2']);
  expect((await shop.ask())[0]).toBe('keptAnswers');
  shop.changes.publish(['Product:1']);
  expect((await shop.ask())[0]).toBe('compiledPlan');
  expect((await shop.ask())[0]).toBe('keptAnswers');
});

test('an answer that was asked for before a change and came after it is asked for again', async () => {
  const shop = link();
  shop.next = () => {
    shop.changes.publish(['Product:1']);
    return answer({ text: '{"data":"old"}' });
  };
  expect((await shop.ask())[1]).toBe('{"data":"old"}');
  shop.next = () => answer({ text: '{"data":"new"}' });
  expect(await shop.ask()).toEqual(['compiledPlan', '{"data":"new"}', false]);
});

test('after half a minute an answer is asked for anew, since not every change is told', async () => {
  const shop = link();
  await shop.ask();
  shop.now = 29_999;
  expect((await shop.ask())[0]).toBe('keptAnswers');
  shop.now = 30_000;
  expect((await shop.ask())[0]).toBe('compiledPlan');
});

const away = () => answer({ text: '{"errors":[],"data":null}', tags: null, codes: ['SERVICE_UNAVAILABLE'] });

test('while a subgraph is away its last answer is shown, marked as old, until it is back', async () => {
  const shop = link();
  await shop.ask();
  shop.changes.publish(['Product:1']);
  shop.next = away;
  for (let time = 0; time < 2; time++) expect(await shop.ask()).toEqual(['keptAnswers', TEXT, true]);
  expect(shop.asked).toBe(3);
  shop.next = () => answer({ text: '{"data":"new"}' });
  expect(await shop.ask()).toEqual(['compiledPlan', '{"data":"new"}', false]);
  expect(await shop.ask()).toEqual(['keptAnswers', '{"data":"new"}', false]);
});

test('another mistake than an absence is shown, not covered by what was said before', async () => {
  const shop = link();
  await shop.ask();
  shop.changes.publish();
  const broken = { text: '{"errors":[],"data":null}', tags: null, codes: ['INTERNAL'] };
  shop.next = () => answer(broken);
  expect(await shop.ask()).toEqual(['compiledPlan', broken.text, undefined]);
});

test('nothing is shown of a subgraph that was away from the beginning', async () => {
  const shop = link(away);
  expect((await shop.ask())[0]).toBe('compiledPlan');
  expect((await shop.ask())[0]).toBe('compiledPlan');
});

/** What the cache itself goes by. It looks at the clock once a millisecond. */
async function cacheAt(ms: number): Promise<void> {
  vi.spyOn(performance, 'now').mockReturnValue(ms);
  await delay(2);
}
afterEach(() => void vi.restoreAllMocks());

test('what a subgraph said last is shown for ten minutes while it is away, and not longer', async () => {
  await cacheAt(1);
  const shop = link();
  await shop.ask();
  shop.changes.publish();
  shop.next = away;
  await cacheAt(600_001);
  expect(await shop.ask()).toEqual(['keptAnswers', TEXT, true]);
  await cacheAt(600_002);
  expect((await shop.ask())[0]).toBe('compiledPlan');
});

test('what is kept has a bound: what was not asked for lately goes first', async () => {
  const shop = link(() => answer({ text: 'x'.repeat(2 ** 20) }));
  const product = (index: number) => ({ variables: { index } });
  // of each two bytes a character count: thirty fit into 64 MB, and a little
  for (let index = 0; index < 31; index++) await shop.ask(product(index));
  expect((await shop.ask(product(0)))[0]).toBe('keptAnswers');
  await shop.ask(product(31));
  expect((await shop.ask(product(1)))[0]).toBe('compiledPlan');
  expect((await shop.ask(product(0)))[0]).toBe('keptAnswers');
});

test('two who ask at the same time are each answered, and what came last is kept', async () => {
  const shop = link();
  const answers: ((given: Answer) => void)[] = [];
  shop.next = () => new Promise((done) => answers.push(done));
  const [first, second] = [shop.ask(), shop.ask()];
  shop.changes.publish(['Product:2']);
  answers[0]!(answer({ text: '{"data":1}' }));
  answers[1]!(answer({ text: '{"data":2}' }));
  expect([(await first)[1], (await second)[1]]).toEqual(['{"data":1}', '{"data":2}']);
  expect(await shop.ask()).toEqual(['keptAnswers', '{"data":2}', false]);
});
