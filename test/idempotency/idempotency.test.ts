import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { runningWorld } from '../world.ts';
import { type Actor, type Case, cases, otherValue } from './cases.ts';
import { KEY, type KeyedMutation, keyedMutations, withChange } from './keyed.ts';

const world = runningWorld({ single: true });
const keyed = keyedMutations(readFileSync('supergraph.graphql', 'utf8'));
const valueAt = (input: object, path: string): unknown => path.split('.').reduce((at: any, name) => at?.[name], input);

test('every mutation with a key has a case here', () => {
  expect(keyed.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort());
  expect(keyed.length).toBeGreaterThan(0);
});

describe.each(keyed.filter(({ name }) => cases[name]))('$name', ({ name, inputType, fields }: KeyedMutation) => {
  const { selection, identity = [], actor: newActor, guest } = cases[name] as Case;
  const ask = ({ shopper }: Pick<Actor, 'shopper'>, input: object) =>
    shopper.graph(
      `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { code path } } }`,
      { input },
    );
  /** What the mutation leaves behind, when nothing moves any more. */
  const settled = async ({ look }: Pick<Actor, 'look'>) => {
    await world.settled();
    return look();
  };
  const done = (answer: any) => {
    expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
    expect(answer.data[name].userErrors).toEqual([]);
    return answer.data[name];
  };

  let actor: Actor;
  const key = randomUUID();
  beforeAll(async () => {
    actor = await newActor(world);
  }, 60_000);

  test('two at once are one, and the same again is the same answer', async () => {
    const before = await actor.look();
    const input = { ...actor.input, [KEY]: key };
    const [first, second] = (await Promise.all([ask(actor, input), ask(actor, input)])).map(done);
    expect(second).toEqual(first);
    const after = await settled(actor);
    expect(after).not.toEqual(before);
    expect(done(await ask(actor, input))).toEqual(first);
    expect(await settled(actor)).toEqual(after);
  });

  test.each(fields.filter(({ path }) => !identity.includes(path)))(
    'the same key with another $path is refused, and nothing changes',
    async ({ path, type }) => {
      const before = await actor.look();
      const value = actor.changes[path] ?? otherValue(type, valueAt(actor.input, path));
      const changed = withChange(actor.input, path, value);
      expect(changed).not.toEqual(actor.input);
      const { data, errors } = await ask(actor, { ...exclusive(changed, path), [KEY]: key });
      expect([errors?.[0]?.extensions.code, data?.[name] ?? null]).toEqual(['IDEMPOTENCY_KEY_REUSED', null]);
      expect(await settled(actor)).toEqual(before);
    },
  );

  test('the same key of somebody else is another request', async () => {
    const other = await newActor(world);
    const before = await settled(other);
    done(await ask(other, { ...other.input, [KEY]: key }));
    expect(await settled(other)).not.toEqual(before);
  });

  if (!guest) return;
  test('nor is it for two guests', async () => {
    for (const someone of [await guest(world), await guest(world)]) {
      const before = await settled(someone);
      done(await ask(someone, { ...someone.input, [KEY]: key }));
      expect(await settled(someone)).not.toEqual(before);
    }
  });
});

/** Of these two only one may be given. */
const exclusive = (input: any, path: string): object => (path === 'setTo' ? { ...input, delta: undefined } : input);
