import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerApi } from './api.ts';
import { assetAt } from './assets.ts';
import { answerChallenge } from './challenge.ts';
import { settleProcessing } from './intents.ts';
import { newKnobs, takes, turnKnobs } from './knobs.ts';
import { State } from './state.ts';
import { Webhooks, type WebhookEndpoint } from './webhooks.ts';

export interface LocalStripeOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Where events go, and the secret that signs them. Without it, events are only listed. */
  webhook?: WebhookEndpoint;
  /** Where the state is kept. Without it, in memory. */
  directory?: string;
  /** The folder of the scripts that browsers load. Default: where the build puts them. */
  scripts?: string;
}

export interface LocalStripe {
  url: string;
  close(): Promise<void>;
}

const MAX_BODY = 1_000_000;
const NO_REQUEST = { requestId: null, idempotencyKey: null };

/** A Stripe that speaks the wire format of the official SDK and moves no money. */
export async function createLocalStripe({
  port = 4010,
  host = '127.0.0.1',
  webhook,
  directory,
  scripts = join(import.meta.dirname, 'dist/browser'),
}: LocalStripeOptions = {}): Promise<LocalStripe> {
  const state = new State(directory);
  const knobs = newKnobs();
  const webhooks = new Webhooks(state, knobs, webhook);
  let baseUrl = '';

  /** What is for tests and people: knobs, the whole state, deliveries, slow money that arrives now. */
  const answerLocal = (path: string, body: string): unknown => {
    switch (path) {
      case '/_local/knobs':
        turnKnobs(knobs, body ? JSON.parse(body) : {});
        return knobs;
      case '/_local/settle':
        return { settled: settleProcessing(state, NO_REQUEST) };
      case '/_local/dump':
        return state.dump();
      case '/_local/deliveries':
        return webhooks.deliveries;
      case '/health':
        return { status: 'ok', service: 'stripe' };
      default:
        return undefined;
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const url = new URL(request.url ?? '/', baseUrl);
    const method = request.method ?? 'GET';
    const local = answerLocal(url.pathname, body);
    const asset = method === 'GET' ? await assetAt(url.pathname, scripts) : undefined;
    if (asset) return send(response, 200, asset.content, asset.headers);
    if (local !== undefined) {
      finish();
      return send(response, 200, JSON.stringify(local), { 'content-type': 'application/json' });
    }
    if (/^\/3ds\/\w+$/.test(url.pathname)) {
      const { status, html = '', location } = answerChallenge(state, method, url, body);
      finish();
      return send(response, status, html, {
        'content-type': 'text/html; charset=utf-8',
        ...(location && { location }),
      });
    }
    const answer = answerApi(state, knobs, baseUrl, { method, url, headers: request.headers, body });
    finish();
    if (method === 'POST' && takes(knobs.executeThenDrop, url.pathname)) return void request.socket.destroy();
    send(response, answer.status, JSON.stringify(answer.body), answer.headers);
  };

  const finish = () => {
    state.commit();
    webhooks.wake();
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) =>
      send(response, 400, JSON.stringify({ error: { type: 'invalid_request_error', message: error.message } }), {
        'content-type': 'application/json',
      }),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`;
  webhooks.wake();
  return {
    url: baseUrl,
    async close() {
      webhooks.stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      state.commit();
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error('The request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, headers);
  response.end(body);
}
