import { Max } from 'class-validator';
import { sql } from 'drizzle-orm';
import {
  Arg,
  Authorized,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { handleDeadLetters } from '../src/messaging/deadLetters.ts';
import {
  answer,
  buildSubgraph,
  type Context,
  contract,
  DomainError,
  enqueueJob,
  event,
  newId,
  on,
  once,
  type LoaderScope,
  Payload,
  publish,
  type ReadAuthority,
  refuse,
  type SubgraphDefinition,
  type Viewer,
} from '../src/index.ts';
import { runDueJobs } from '../src/messaging/jobs.ts';
import { relayOutbox } from '../src/messaging/relay.ts';
import { newViewer, testSubgraph } from '../src/testing.ts';
import { migrationsOf } from './migrations.ts';

@ObjectType()
@Directive('@shareable')
class Size {
  @Field(() => Number)
  amount: number;

  @Field(() => String)
  unit: string;
}

@ObjectType()
@Directive('@key(fields: "id")')
class Thing {
  @Field(() => ID)
  id: string;

  @Field(() => Size)
  size: Size;
}

@InputType()
class CountInput {
  @Field(() => Number)
  @Max(3)
  quantity: number;
}

@ObjectType()
class ThingPayload extends Payload {
  @Field(() => Thing, { nullable: true })
  thing?: Thing;
}

const ring = { id: 'a', size: { amount: 17, unit: 'mm' } };

@Resolver()
class ThingResolver {
  @Query(() => Thing)
  thing(): Thing {
    return ring;
  }

  @Query(() => String)
  hours(@Ctx() { tags }: Context): string {
    tags.add('Hours');
    return '9 to 5';
  }

  @Authorized('STAFF')
  @Query(() => String)
  secret(): string {
    return 'of the staff';
  }

  @Query(() => String)
  async broken(@Ctx() { db }: Context): Promise<string> {
    await db.execute(sql`SELECT ${'my password'} FROM nowhere`);
    return 'never';
  }

  @Authorized('STAFF')
  @Mutation(() => String)
  sack(@Ctx() { viewer, loaders }: Context<{ seenBy: string[] }>): string {
    return `${viewer!.roles.join()} sees ${loaders.seenBy.join()}`;
  }

  @Mutation(() => ThingPayload)
  take(@Arg('input', () => CountInput) { quantity }: CountInput): Promise<ThingPayload> {
    return answer<ThingPayload>(async () => {
      if (quantity === 3) refuse('INVALID_STATE', 'Three are too many', ['input', 'quantity']);
      return { thing: ring };
    });
  }
}

const { ThingTaken } = contract('things', {
  events: { ThingTaken: event(z.object({ thingId: z.string() }), { to: ['things', 'others'] }) },
  commands: {},
});

const definition: SubgraphDefinition = {
  name: 'things',
  migrations: migrationsOf('CREATE TABLE applied (id text)'),
  resolvers: [ThingResolver],
  entities: { Thing: () => ring },
  loaders: () => ({}),
  on: [on(ThingTaken, (tx, { thingId }) => tx.execute(sql`INSERT INTO applied VALUES (${thingId})`))],
  jobs: {
    count: async ({ db }, { name }) => void (await db.execute(sql`INSERT INTO applied VALUES (${name})`)),
    fail: async () => {
      throw new Error('not today');
    },
  },
};
const shop = await testSubgraph(definition);
afterAll(() => shop.stop());
const applied = async () => (await shop.db.execute(sql`SELECT id FROM applied ORDER BY id`)).map(({ id }) => id);

test('a value type answers through the federated schema', async () => {
  expect((await shop.as(null)('{ thing { id size { amount unit } } }')).data).toEqual({
    thing: { id: 'a', size: { amount: 17, unit: 'mm' } },
  });
});

test('a field for staff tells apart who is not signed in and who is not allowed', async () => {
  const codes = [null, newViewer(), newViewer(['STAFF'])].map(
    async (viewer) => (await shop.as(viewer)('{ secret }')).errors?.[0].extensions.code,
  );
  expect(await Promise.all(codes)).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', undefined]);
});

test('a mutation is done by who somebody is now, unless the token is enough for it; guests are nobody to look up', async () => {
  const asked: string[] = [];
  const roles = new Map<string, string[] | null>();
  const authority: ReadAuthority = async (_service, { id }) => {
    asked.push(id);
    const now = roles.get(id);
    return now ? { roles: now } : null;
  };
  const who = { ...definition, loaders: ({ viewer }: LoaderScope) => ({ seenBy: viewer?.roles ?? [] }) };
  const looked = await testSubgraph({ ...who, authority }, { authority });
  const TAKE = 'mutation { take(input: { quantity: 1 }) { thing { id } } }';
  const SACK = 'mutation { sack }';
  const [ada, staff] = [newViewer(), newViewer(['STAFF'])];
  const outcome = async (viewer: Viewer | null, mutation: string) => {
    const { data, errors } = await looked.as(viewer)(mutation);
    return errors?.[0].extensions.code ?? Object.values(data)[0];
  };
  try {
    expect(await outcome(null, TAKE)).toEqual({ thing: { id: 'a' } });
    expect(asked).toEqual([]);
    expect(await outcome(ada, TAKE)).toBe('UNAUTHENTICATED');
    roles.set(staff.id, ['STAFF', 'ADMIN']);
    expect(await outcome(staff, SACK)).toBe('STAFF,ADMIN sees STAFF,ADMIN');
    roles.set(staff.id, ['CUSTOMER']);
    expect(await outcome(staff, SACK)).toBe('FORBIDDEN');
    expect(asked).toEqual([ada.id, staff.id, staff.id]);
    // a query goes by the token: the gateway knows better already
    expect((await looked.as(staff)('{ secret }')).errors).toBeUndefined();
    expect(asked).toHaveLength(3);
  } finally {
    await looked.stop();
  }
  const trusting = await testSubgraph({ ...who, authority, byToken: ['take'] }, { authority });
  expect((await trusting.as(ada)(TAKE)).errors).toBeUndefined();
  await trusting.stop();
  await expect(buildSubgraph({ ...who, byToken: ['thing'] })).rejects.toThrow('byToken names thing');
});

test('an answer may be kept for everybody when each part of it is for everybody, and whoever asks', async () => {
  const mixed = await testSubgraph({
    ...definition,
    loaders: () => ({ seenBy: [] }),
    forEverybody: ['hours'],
    tagged: ['hours'],
  });
  const shownOf = async (query: string, viewer: Viewer | null = null) => (await mixed.as(viewer)(query)).shown;
  const ENTITY = '_entities(representations: [{ __typename: "Thing", id: "a" }]) { __typename }';
  try {
    expect(await shownOf('{ hours }')).toEqual(['Hours']);
    expect(await shownOf('{ hours }', newViewer(['STAFF']))).toEqual(['Hours']);
    expect(await shownOf('{ hours thing { id } }')).toBeNull();
    expect(await shownOf('{ thing { id } hours }')).toBeNull();
    expect(await shownOf(`{ hours ${ENTITY} }`)).toBeNull();
    expect(await shownOf('mutation { take(input: { quantity: 1 }) { thing { id } } }')).toBeNull();
  } finally {
    await mixed.stop();
  }
  await expect(buildSubgraph({ ...definition, forEverybody: ['opening'] })).rejects.toThrow(
    'forEverybody names opening',
  );
});

test('a failure inside never shows SQL or parameters', async () => {
  const { errors } = await shop.as(null)('{ broken }');
  expect(errors![0].extensions.code).toBe('INTERNAL');
  expect(JSON.stringify(errors)).not.toMatch(/password|nowhere|SELECT/);
});

test('a refusal is data; bad input names the field and the rule', async () => {
  const take = (quantity: number) =>
    shop.as(null)('mutation ($input: CountInput!) { take(input: $input) { thing { id } userErrors { code path } } }', {
      input: { quantity },
    });
  expect((await take(2)).data.take).toEqual({ thing: { id: 'a' }, userErrors: [] });
  expect((await take(3)).data.take).toEqual({
    thing: null,
    userErrors: [{ code: 'INVALID_STATE', path: ['input', 'quantity'] }],
  });
  expect((await take(4)).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: 'quantity', rule: 'max' } },
  ]);
});

test('an idempotency key answers its first result and refuses another input', async () => {
  const key = newId('key');
  let runs = 0;
  const call = (input: object) => once(shop.db, { scope: 'test', key, input }, async () => ({ run: ++runs }));
  const results = await Promise.all([call({ a: 1, b: 2 }), call({ b: 2, a: 1 }), call({ a: 1, b: 2 })]);
  expect(results).toEqual([{ run: 1 }, { run: 1 }, { run: 1 }]);
  await expect(call({ a: 2, b: 2 })).rejects.toThrow(DomainError);
});

test('an event leaves once per subscriber and a repeated delivery changes nothing', async () => {
  await shop.db.transaction((tx) => publish(tx, ThingTaken, { thingId: 'event' }));
  const delivered: string[] = [];
  await relayOutbox(shop.service, async (subscriber, event) => {
    delivered.push(subscriber);
    await shop.deliver(event.type, event.payload, event.id);
    await shop.deliver(event.type, event.payload, event.id);
  });
  expect(delivered.sort()).toEqual(['others', 'things']);
  expect(await relayOutbox(shop.service, async () => {})).toBe(0);
  expect(await applied()).toEqual(['event']);
});

test('an event of a transaction that rolls back never leaves', async () => {
  const before = (await shop.published()).length;
  await expect(
    shop.db.transaction(async (tx) => {
      await publish(tx, ThingTaken, { thingId: 'lost' });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await shop.published()).toHaveLength(before);
});

test('a job runs once per key; one that throws waits for its turn; two runners never share one', async () => {
  await shop.db.execute(sql`TRUNCATE applied`);
  for (let i = 0; i < 3; i++) await enqueueJob(shop.db, 'count', 'same', { name: 'counted' });
  await enqueueJob(shop.db, 'fail', 'x', {});
  const table = { jobs: definition.jobs!, every: {} };
  const taken = await Promise.all(Array.from({ length: 6 }, () => runDueJobs(shop.service, table)));
  expect(taken.reduce((sum, n) => sum + n, 0)).toBe(2);
  expect(await applied()).toEqual(['counted']);
  const [failed] = await shop.db.execute(sql`SELECT attempts, last_error FROM jobs WHERE name = 'fail'`);
  expect(failed).toEqual({ attempts: 1, last_error: 'Error: not today' });
});

test('a lease of a worker that died passes on', async () => {
  await shop.db.execute(sql`TRUNCATE applied`);
  await enqueueJob(shop.db, 'count', 'abandoned', { name: 'taken over' });
  await shop.db.execute(
    sql`UPDATE jobs SET claim = gen_random_uuid(), lease_until = now() + interval '1 hour' WHERE key = 'abandoned'`,
  );
  const table = { jobs: definition.jobs!, every: {} };
  await runDueJobs(shop.service, table);
  expect(await applied()).toEqual([]);
  await shop.db.execute(sql`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE key = 'abandoned'`);
  await runDueJobs(shop.service, table);
  expect(await applied()).toEqual(['taken over']);
});

test('a poison event and a hopeless job end as dead letters that say why, and go out again when asked', async () => {
  await shop.db.execute(sql`TRUNCATE outbox, jobs`);
  await shop.db.transaction((tx) => publish(tx, ThingTaken, { thingId: 'poison' }));
  await shop.db.execute(sql`DELETE FROM outbox WHERE subscriber = 'others'`);
  await enqueueJob(shop.db, 'fail', 'hopeless', {});
  const failing = async () => {
    throw new Error('it makes me ill');
  };
  const table = { jobs: definition.jobs!, every: {} };
  for (let attempt = 0; attempt < 40; attempt++) {
    await relayOutbox(shop.service, failing);
    await runDueJobs(shop.service, table);
    await shop.db.execute(sql`UPDATE outbox SET run_at = now()`);
    await shop.db.execute(sql`UPDATE jobs SET run_at = now()`);
  }
  expect(await relayOutbox(shop.service, failing)).toBe(0);
  const deadAt = expect.any(String);
  expect(await handleDeadLetters.deadLetters!.run(shop.service, {})).toEqual({
    letters: [
      { what: 'job', name: 'fail', about: 'hopeless', attempts: 20, lastError: 'Error: not today', deadAt },
      { what: 'event', name: 'ThingTaken', about: 'things', attempts: 40, lastError: 'Error: it makes me ill', deadAt },
    ],
  });

  expect(await handleDeadLetters.redrive!.run(shop.service, {})).toEqual({ redriven: 2 });
  expect(await handleDeadLetters.deadLetters!.run(shop.service, {})).toEqual({ letters: [] });
  const delivered: string[] = [];
  await relayOutbox(shop.service, async (_subscriber, { payload }) => void delivered.push(String(payload.thingId)));
  expect(delivered).toEqual(['poison']);
});
