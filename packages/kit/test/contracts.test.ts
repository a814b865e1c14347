import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  command,
  contract,
  createTokenMinter,
  createTokenVerifier,
  DomainError,
  event,
  handle,
  messengerBy,
  inProcessTransport,
  on,
  publish,
  RemoteError,
  remote,
  type SubgraphDefinition,
} from '../src/index.ts';
import { relayOutbox } from '../src/messaging/relay.ts';
import { createServer } from '../src/subgraph/server.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const names = ['mill', 'bakery', 'thief', 'gateway', 'operator'] as const;
const keys = await Promise.all(
  names.map(async (kid) => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    return { open: { ...(await exportJWK(publicKey)), kid }, secret: { ...(await exportJWK(privateKey)), kid } };
  }),
);
const jwks = JSON.stringify({ keys: keys.map(({ open }) => open) });
const mintAs = (name: (typeof names)[number]) =>
  createTokenMinter({ name, privateJwk: JSON.stringify(keys[names.indexOf(name)]!.secret) });

const mill = contract('mill', {
  events: { FlourGround: event(z.object({ kilos: z.number() }), { to: ['bakery'] }) },
  commands: {},
});
const thief = contract('thief', {
  events: { WoodStolen: event(z.object({}), { to: ['bakery'] }) },
  commands: {},
});
const bakery = contract('bakery', {
  events: {},
  commands: {
    bake: command({
      input: z.object({ loaves: z.number().int().max(10) }),
      output: z.object({ baked: z.number().int() }),
      from: ['mill'],
    }),
  },
});

let bakes = async (loaves: number): Promise<unknown> => ({ baked: loaves });
const definition: SubgraphDefinition = {
  ...bareSubgraph('bakery', 'CREATE TABLE flour (kilos float8)'),
  commands: handle(bakery, { bake: (_, { loaves }) => bakes(loaves) as Promise<{ baked: number }> }),
  on: [
    on(mill.FlourGround, (tx, { kilos }) => tx.execute(sql`INSERT INTO flour VALUES (${kilos})`)),
    on(thief.WoodStolen, async () => {}),
  ],
};
const shop = await testSubgraph(definition);
const server = await createServer(definition, shop.service, createTokenVerifier({ name: 'bakery', jwks }));
afterAll(async () => {
  await server.app.close();
  await server.stopGraph();
  await shop.stop();
});
afterEach(() => {
  bakes = async (loaves) => ({ baked: loaves });
  vi.restoreAllMocks();
});

const messengerOf = async (name: (typeof names)[number]) =>
  messengerBy(() => inProcessTransport(() => server), await mintAs(name));
const callBakery = async (name: (typeof names)[number]) => remote({ send: (await messengerOf(name)).command }, bakery);
const kilos = async () => (await shop.db.execute(sql`SELECT kilos FROM flour`)).map((row) => row.kilos);

test('a command goes to whom it is for, and its answer comes back', async () => {
  expect(await (await callBakery('mill')).bake({ loaves: 3 })).toEqual({ baked: 3 });
});

test('only who is named by the contract may order, whatever key somebody has', async () => {
  const ran = vi.fn(bakes);
  bakes = ran;
  for (const name of ['thief', 'gateway', 'operator'] as const)
    await expect((await callBakery(name)).bake({ loaves: 3 })).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
      message: `bake is not for ${name} to order`,
    });
  expect(ran).not.toHaveBeenCalled();
});

test('dead letters are for the operator, and for no service', async () => {
  const ask = async (name: (typeof names)[number]) => (await messengerOf(name)).command('bakery', 'deadLetters', {});
  expect(await ask('operator')).toEqual({ letters: [] });
  await expect(ask('mill')).rejects.toThrow('deadLetters is not for mill to order');
  await expect(ask('gateway')).rejects.toThrow('deadLetters is not for gateway to order');
});

test('a name of the prototype is no command', async () => {
  for (const name of ['constructor', 'toString', '__proto__'])
    await expect((await messengerOf('mill')).command('bakery', name, {})).rejects.toThrow('No such command');
});

test('input that the contract does not know never leaves, and is refused by name when it comes all the same', async () => {
  const { bake } = await callBakery('mill');
  const ran = vi.fn(bakes);
  bakes = ran;
  await expect(bake({ loaves: 11 })).rejects.toThrow('Too big');
  const unchecked = (await messengerOf('mill')).command('bakery', 'bake', { loaves: 11 });
  await expect(unchecked).rejects.toThrow(DomainError);
  await expect(unchecked).rejects.toMatchObject({ extensions: { field: 'loaves', rule: 'too_big' } });
  expect(ran).not.toHaveBeenCalled();
});

test('an answer that the contract does not know is no answer, at both ends', async () => {
  bakes = async () => ({ baked: 'three' });
  await expect((await callBakery('mill')).bake({ loaves: 3 })).rejects.toThrow(RemoteError);
  const liar = remote({ send: async () => ({ baked: 'three' }) }, bakery);
  await expect(liar.bake({ loaves: 3 })).rejects.toThrow('bakery did not answer bake');
  const tells = remote({ send: async () => ({ baked: 3, secret: 'recipe' }) }, bakery);
  expect(await tells.bake({ loaves: 3 })).toEqual({ baked: 3 });
});

const ground = (changes: object = {}) => ({
  id: randomUUID(),
  type: 'FlourGround',
  version: 1,
  payload: { kilos: 5 },
  occurredAt: new Date().toISOString(),
  ...changes,
});

test('an event is taken from its own service only', async () => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  const error = vi.spyOn(shop.service.log, 'error');
  for (const name of ['thief', 'gateway', 'operator'] as const)
    await expect((await messengerOf(name)).deliver('bakery', ground())).rejects.toThrow('bakery did not answer');
  expect(await kilos()).toEqual([]);
  expect(error).toHaveBeenCalledTimes(3);
  await (await messengerOf('mill')).deliver('bakery', ground());
  expect(await kilos()).toEqual([5]);
});

test.for([
  ['of an unknown version', { version: 2 }, 'No version 2 of FlourGround is known here'],
  ['of an unknown type', { type: 'FlourBurnt' }, 'No version 1 of FlourBurnt is known here'],
] as const)('an event %s is kept by its sender, and both say so', async ([, changes, reason]) => {
  await shop.db.execute(sql`TRUNCATE flour, inbox, outbox`);
  const error = vi.spyOn(shop.service.log, 'error');
  const messenger = await messengerOf('mill');
  await publish(shop.db, mill.FlourGround, { kilos: 5 });
  await relayOutbox(shop.service, (to, sent) => messenger.deliver(to, { ...sent, ...changes }));
  const [kept] = await shop.db.execute(sql`SELECT sent_at, last_error FROM outbox`);
  expect(kept).toMatchObject({ sent_at: null, last_error: expect.stringContaining(reason) });
  expect(error).toHaveBeenCalledWith(expect.objectContaining({ from: 'mill' }), 'an event is not taken');
  expect([await kilos(), await shop.db.execute(sql`SELECT 1 FROM inbox`)]).toEqual([[], []]);
});

test('what is published has the shape that its contract gives it, and nothing more', async () => {
  await shop.db.execute(sql`TRUNCATE outbox`);
  await expect(publish(shop.db, mill.FlourGround, { kilos: 'five' as never })).rejects.toThrow('expected number');
  expect(await shop.published()).toEqual([]);
  const payload = { kilos: 5, recipe: 'secret' };
  await publish(shop.db, mill.FlourGround, payload);
  expect(await shop.published()).toEqual([{ type: 'FlourGround', subscriber: 'bakery', payload: { kilos: 5 } }]);
});

test('a payload that is not as declared changes nothing and comes again', async () => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  const bad = ground({ payload: { kilos: 'five' } });
  await expect((await messengerOf('mill')).deliver('bakery', bad)).rejects.toThrow('bakery did not answer');
  expect([await kilos(), await shop.db.execute(sql`SELECT 1 FROM inbox`)]).toEqual([[], []]);
});

/** As the holder of a key sends it, who does not keep to what the kit would send. */
const postAs = async (name: (typeof names)[number], url: string, payload: string | object) => {
  const headers = {
    authorization: `Bearer ${await (await mintAs(name))('bakery')}`,
    'content-type': 'application/json',
  };
  const { statusCode, body } = await server.app.inject({ method: 'POST', url, headers, payload });
  return { statusCode, body, error: JSON.parse(body).error };
};
const kept = async () => [await kilos(), await shop.db.execute(sql`SELECT 1 FROM inbox`)];

test('an event with a payload that is not as declared is refused by the name of the field', async () => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  const { statusCode, error } = await postAs('mill', '/internal/events', ground({ payload: { kilos: 'five' } }));
  expect([statusCode, error]).toEqual([
    422,
    {
      code: 'BAD_USER_INPUT',
      message: 'Invalid input: expected number, received string',
      details: { field: 'kilos', rule: 'invalid_type' },
    },
  ]);
  expect(await kept()).toEqual([[], []]);
});

test('an event that fails here is logged, and its sender learns nothing of how it is kept', async () => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  await shop.db.execute(sql`ALTER TABLE flour ADD CONSTRAINT scales CHECK (kilos < 1000)`);
  const error = vi.spyOn(shop.service.log, 'error');
  const { statusCode, body } = await postAs('mill', '/internal/events', ground({ payload: { kilos: 1234.5 } }));
  expect([statusCode, JSON.parse(body)]).toEqual([
    500,
    { error: { code: 'INTERNAL', message: 'Something went wrong on our side' } },
  ]);
  expect(error).toHaveBeenCalledOnce();
  expect(await kept()).toEqual([[], []]);
});

test.for([
  ['is no text', { toString: 1 }],
  ['is longer than a name', 'x'.repeat(101)],
] as const)('an event whose type %s is none, and the log is not filled with it', async ([, type]) => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  const error = vi.spyOn(shop.service.log, 'error');
  const { statusCode, error: refusal } = await postAs('mill', '/internal/events', ground({ type }));
  expect([statusCode, refusal]).toEqual([400, { code: 'BAD_USER_INPUT', message: 'This is not an event' }]);
  expect(error).not.toHaveBeenCalled();
  expect(await kept()).toEqual([[], []]);
});

test('text that Postgres cannot keep is refused before it gets there', async () => {
  const ran = vi.fn(bakes);
  bakes = ran;
  for (const [url, body] of [
    ['/internal/commands/bake', { loaves: 1, note: 'a\0b' }],
    ['/internal/events', ground({ payload: { kilos: 5, note: 'a\0b' } })],
  ] as const)
    expect(await postAs('mill', url, body)).toMatchObject({
      statusCode: 400,
      error: { code: 'BAD_USER_INPUT', message: 'No text has a NUL character' },
    });
  expect(ran).not.toHaveBeenCalled();
  expect(await postAs('mill', '/internal/commands/bake', { loaves: 1, note: 'a\\u0000b' })).toMatchObject({
    statusCode: 200,
  });
});

test.for([
  ['no JSON', '{', 400, 'BAD_USER_INPUT'],
  ['nothing', '', 400, 'BAD_USER_INPUT'],
  ['a key of the prototype', '{"loaves":1,"__proto__":{"loaves":2}}', 400, 'BAD_USER_INPUT'],
  ['more than a megabyte', JSON.stringify({ loaves: 1, note: 'x'.repeat(1_000_000) }), 413, 'PAYLOAD_TOO_LARGE'],
] as const)('a command with %s is refused by a code, and nothing is done', async ([, body, status, code]) => {
  const ran = vi.fn(bakes);
  bakes = ran;
  const { statusCode, error } = await postAs('mill', '/internal/commands/bake', body);
  expect([statusCode, error.code]).toEqual([status, code]);
  expect(ran).not.toHaveBeenCalled();
});

test('a service that learnt the id of an event cannot take its place by an event of its own', async () => {
  await shop.db.execute(sql`TRUNCATE flour, inbox`);
  const id = randomUUID();
  const stolen = { id, type: 'WoodStolen', version: 1, payload: {}, occurredAt: new Date().toISOString() };
  await (await messengerOf('thief')).deliver('bakery', stolen);
  await (await messengerOf('mill')).deliver('bakery', ground({ id }));
  await (await messengerOf('mill')).deliver('bakery', ground({ id }));
  expect(await kilos()).toEqual([5]);
});

test('the graph of a service answers the gateway only', async () => {
  const ask = async (name: (typeof names)[number]) => {
    const authorization = `Bearer ${await (await mintAs(name))('bakery')}`;
    const body = { query: '{ nothing }' };
    const outer = await server.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization },
      payload: body,
    });
    const inner = await server.postGraphql({ authorization }, JSON.stringify(body));
    return [outer.statusCode, inner.statusCode];
  };
  expect(await ask('gateway')).toEqual([200, 200]);
  for (const name of ['mill', 'operator'] as const) expect(await ask(name)).toEqual([401, 401]);
});
