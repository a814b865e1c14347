import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Changes } from '@storegraph/executor';
import {
  type ConnectionLimits,
  createLogger,
  createTokenMinter,
  createTokenVerifier,
  type HttpTransportOptions,
  httpTransport,
  trustedProxies,
} from '@storegraph/kit';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Domain, domains } from '../../local/system/layout.ts';
import { createGraph } from '../src/graph.ts';
import { parsePassThroughs } from '../src/http/passThrough.ts';
import { PersistedDocuments } from '../src/http/persistedDocuments.ts';
import { type RateLimitSettings, readRateLimits } from '../src/http/rateLimits.settings.ts';
import { createRateLimits } from '../src/http/rateLimits.ts';
import { createGatewayServer } from '../src/server.ts';
import { Subgraph } from '../src/subgraph/subgraph.ts';
import type { TrustedOnly } from '../src/trustedOnly.ts';
import { createViewerReader } from '../src/viewer.ts';

export const subgraphNames = domains;
export type SubgraphName = Domain;

export interface Arrived {
  subgraph: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}
export type Answer = (arrived: Arrived, response: ServerResponse) => unknown;

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = (key: JWK): JWK => ({ ...key, kid, alg: 'EdDSA' });
  return { privateKey, privateJwk: jwk(await exportJWK(privateKey)), publicJwk: jwk(await exportJWK(publicKey)) };
}

/** The real gateway on a real port. Behind it, servers that note what arrives and answer what a test wants. */
export async function openGateway({
  queryTimeoutInMs = 400,
  mutationTimeoutInMs = 1_000,
  operationTimeoutInMs = 5_000,
  failuresToOpen = 1_000,
  transport = {} as HttpTransportOptions,
  trusted = new Map<string, string>(),
  trustedOnly = 'off' as TrustedOnly,
  rateLimits: quotas = {} as Partial<RateLimitSettings>,
  proxies = '',
  connections = {} as Partial<ConnectionLimits>,
  links = 'keptAnswers,compiledPlan,entityCache',
  corsOrigins = ['https://shop.example'],
  production = false,
  apq = true,
  passThroughs = '/webhooks/stripe=payments,/media/=products,/media/users/=users,PUT /uploads/users/=users:1000000',
  /** Lines of log are put here, parsed, instead of on stdout. */
  lines = undefined as any[] | undefined,
} = {}) {
  const arrived: Arrived[] = [];
  /** Bytes of bodies, as they come. */
  const received = { bytes: 0 };
  const draining = { now: false };
  const answers: Partial<Record<SubgraphName, Answer>> = {};
  /** What subgraphs say at /ready, with the status of that answer. */
  const ready: Partial<Record<SubgraphName, { status?: number; dependencies?: object[] }>> = {};
  const closes: (() => Promise<void>)[] = [];
  const servers = new Map<SubgraphName, () => Promise<void>>();
  const services = new Map<string, string>();
  const userKey = await newKey('user-key');
  const internalKey = await newKey('gateway');

  for (const name of subgraphNames) {
    const server = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of request) {
          chunks.push(chunk as Buffer);
          received.bytes += chunk.length;
        }
      } catch {
        return; // it broke off
      }
      if (request.url === '/jwks') return response.end(JSON.stringify({ keys: [userKey.publicJwk] }));
      if (request.url === '/ready') {
        const { status = 200, ...state } = ready[name] ?? {};
        return response.writeHead(status).end(JSON.stringify(state));
      }
      const note = { subgraph: name, path: request.url!, headers: request.headers, body: Buffer.concat(chunks) };
      arrived.push(note);
      const answer = await answers[name]?.(note, response);
      if (!response.writableEnded && answer !== undefined) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer));
      }
    });
    services.set(name, server.url);
    servers.set(name, server.close);
    closes.push(server.close);
  }

  const log = lines
    ? createLogger('gateway', 'info', { write: (line) => void lines.push(JSON.parse(line)) })
    : createLogger('gateway', process.env.LOG_LEVEL ?? 'silent');
  const mint = await createTokenMinter({ name: 'gateway', privateJwk: JSON.stringify(internalKey.privateJwk) });
  const limits = { queryTimeoutInMs, mutationTimeoutInMs };
  const changes = new Changes();
  const transports = new Map(
    subgraphNames.map(
      (name) => [name as string, httpTransport(services.get(name)!, { name, failuresToOpen, ...transport })] as const,
    ),
  );
  const readViewer = createViewerReader(`${services.get('users')}/jwks`);
  const subgraphs = new Map(
    [...transports].map(
      ([name, transport]) =>
        [name, new Subgraph({ name, transport, mint, readViewer, changes, log, ...limits })] as const,
    ),
  );
  const rateLimits = createRateLimits({ ...readRateLimits('', false)!, ...quotas });
  const graph = await createGraph({
    supergraphSdl: readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8'),
    trusted,
    trustedOnly,
    beforeParsing: rateLimits.countParsing,
    admit: rateLimits.admit,
    log,
    introspection: !production,
    links,
    changes,
    send: (request) => subgraphs.get(request.operation.subgraph)!.execute(request),
  });
  rateLimits.check(graph.apiSchema);
  const app = await createGatewayServer({
    graph,
    readViewer,
    transports: () => transports,
    addressOf: (name) => services.get(name),
    passThroughs: parsePassThroughs(passThroughs, (name) => services.has(name)),
    rateLimits,
    connections: { perAddress: 512, inAll: 10_000, isTrustedProxy: trustedProxies(proxies), ...connections },
    isDraining: () => draining.now,
    log,
    corsOrigins,
    production,
    explainRoles: ['STAFF'],
    trusted,
    persisted: apq ? new PersistedDocuments() : undefined,
    operationTimeoutInMs,
    changeEvents: ['products.CatalogueChanged'],
    verifyService: createTokenVerifier({
      name: 'gateway',
      jwks: JSON.stringify({
        keys: ['gateway', 'products', 'notifications'].map((kid) => ({ ...internalKey.publicJwk, kid })),
      }),
    }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    arrived,
    received,
    answers,
    services,
    draining,
    ready,
    /** Nobody listens there any more. */
    stopServer: (name: SubgraphName) => servers.get(name)!(),
    internalPrivateJwk: JSON.stringify(internalKey.privateJwk),
    internalJwks: JSON.stringify({ keys: [internalKey.publicJwk] }),
    post,
    async graph(query: string, headers: Record<string, string> = {}, variables: object = {}) {
      const response = await post({ query, variables }, headers);
      return { status: response.status, headers: response.headers, ...((await response.json()) as any) };
    },
    /** An access token as users would issue it. */
    accessToken: (
      changes: { typ?: string; audience?: string; expires?: string; key?: typeof userKey; roles?: string[] } = {},
    ) =>
      new SignJWT({ roles: changes.roles ?? ['CUSTOMER'], sid: 'session-1' })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'user-key', typ: changes.typ ?? 'at+jwt' })
        .setIssuer('storegraph')
        .setAudience(changes.audience ?? 'storegraph')
        .setSubject('usr_01jd0000000000000000000001')
        .setIssuedAt()
        .setExpirationTime(changes.expires ?? '5m')
        .sign((changes.key ?? userKey).privateKey),
    /** A token of another service for the gateway; here all share one key. */
    async serviceToken(name: string) {
      const privateJwk = JSON.stringify({ ...internalKey.privateJwk, kid: name });
      return (await createTokenMinter({ name, privateJwk }))('gateway');
    },
    /** An event of products: something that everybody sees has changed. */
    async publish(payload: object, { from = 'products', ...changes }: { from?: string; [name: string]: unknown } = {}) {
      const { status } = await fetch(`${url}/internal/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.serviceToken(from)}` },
        body: JSON.stringify({
          id: crypto.randomUUID(),
          type: 'CatalogueChanged',
          payload,
          occurredAt: new Date().toISOString(),
          ...changes,
        }),
      });
      return status;
    },
    warmUp: graph.warmUp,
    openConnections: () =>
      new Promise<number>((done, fail) => {
        app.server.getConnections((error, count) => (error ? fail(error) : done(count)));
      }),
    update: graph.update,
    newKey,
    reset() {
      arrived.length = 0;
      received.bytes = 0;
      for (const name of subgraphNames) delete answers[name];
    },
    async close() {
      await app.close();
      await graph.stop();
      await Promise.all([...transports.values()].map((transport) => transport.close()));
      await Promise.all(closes.map((close) => close()));
    },
  };
}
