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
  on: [on(mill.FlourGround, (tx, { kilos }) => tx.execute(sql`INSERT INTO flour VALUES (${kilos})`))],
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
