import { readFileSync } from 'node:fs';
import { buildSchema, printSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway({ production: true });
const { url, arrived, answers, post } = gateway;
afterAll(() => gateway.close());
const supergraph = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
const read = (headers: Record<string, string> = {}) => fetch(`${url}/schema.graphql`, { headers });

test('the schema is there to be read where introspection is off: as clients see it, with descriptions', async () => {
  const refused = (await (await post({ query: '{ __schema { types { name } } }' })).json()) as any;
  expect(refused.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const response = await read();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const text = await response.text();
  const schema = buildSchema(text);
  expect(printSchema(schema)).toBe(text);
  expect(text).not.toMatch(/join__|@key|_entities/);
  expect(schema.getQueryType()!.getFields().suggest!.description).toMatch(/^Search as you type: /);
});

test('who has the schema already gets it again only when it has changed', async () => {
  const first = await read();
  const etag = first.headers.get('etag')!;
  const known = { 'if-none-match': `"other", ${etag}` };
  expect([first.headers.get('cache-control'), first.headers.get('vary')]).toEqual([
    'public, max-age=60',
    'Origin, accept-encoding',
  ]);
  expect((await read(known)).status).toBe(304);

  gateway.update(supergraph.replaceAll(/\bsuggest\(/g, 'suggestions('));
  const changed = await read(known);
  expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  const { suggest, suggestions } = buildSchema(await changed.text())
    .getQueryType()!
    .getFields();
  expect([suggest, suggestions?.name]).toEqual([undefined, 'suggestions']);
});

test('what a client calls its request is what subgraphs and the answer call it, and a trace goes on', async () => {
  answers.users = () => ({ data: { me: null } });
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const response = await post({ query: '{ me { id } }' }, { 'x-request-id': 'client-0001', traceparent });
  expect(response.headers.get('x-request-id')).toBe('client-0001');
  expect(arrived[0]!.headers).toMatchObject({ 'x-request-id': 'client-0001', traceparent });
  arrived.length = 0;

  const bad = { 'x-request-id': 'a b', traceparent: '00-0-0-00' };
  const { errors } = (await (await post({ query: '{ nope }' }, { 'x-request-id': 'client-0002' })).json()) as any;
  expect(errors[0].extensions.requestId).toBe('client-0002');
  const id = (await post({ query: '{ me { id } }' }, bad)).headers.get('x-request-id');
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(arrived[0]!.headers['x-request-id']).toBe(id);
  expect(arrived[0]!.headers).not.toHaveProperty('traceparent');
});
