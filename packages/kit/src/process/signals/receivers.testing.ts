import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a test on loopback. */
async function listen(handle: RequestListener) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export interface CollectedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Record<string, unknown>;
  failed: boolean;
}

type OtlpAttributes = { key: string; value: Record<string, unknown> }[];

const valuesOf = (attributes: OtlpAttributes = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Takes traces as a collector does, OTLP in JSON over HTTP, and keeps them. */
export async function openCollector() {
  const spans: CollectedSpan[] = [];
  const server = await listen(async (request, response) => {
    const { resourceSpans } = JSON.parse(await bodyOf(request)) as { resourceSpans: any[] };
    for (const { resource, scopeSpans } of resourceSpans)
      for (const span of scopeSpans.flatMap((scope: { spans: any[] }) => scope.spans))
        spans.push({
          service: String(valuesOf(resource.attributes)['service.name']),
          name: span.name,
          traceId: span.traceId,
          spanId: span.spanId,
          parentSpanId: span.parentSpanId || undefined,
          attributes: valuesOf(span.attributes),
          failed: span.status?.code === 2,
        });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  return { ...server, spans };
}

/** One line for each span, below the one that it is part of: `service: name`. Siblings in the order of their names. */
export function treeOf(spans: readonly CollectedSpan[]): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = (parent: string | undefined, depth: number): string[] =>
    spans
      .filter(({ parentSpanId }) => (parent ? parentSpanId === parent : !parentSpanId || !known.has(parentSpanId)))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((span) => [`${'  '.repeat(depth)}${span.service}: ${span.name}`, ...below(span.spanId, depth + 1)]);
  return below(undefined, 0);
}

export interface ReceivedEvent {
  path: string;
  text: string;
  event: any;
}

/** Takes reports of errors as Sentry does, and keeps them. `answers`, `status` and `headers`: whether and how it answers. */
export async function openErrorReceiver({ answers = true, status = 200, headers = {} as Record<string, string> } = {}) {
  const events: ReceivedEvent[] = [];
  const server = await listen(async (request, response) => {
    const text = await bodyOf(request);
    events.push({ path: request.url!, text, event: JSON.parse(text.split('\n')[2]!) });
    if (answers) response.writeHead(status, headers).end('{}');
  });
  return { ...server, events };
}
