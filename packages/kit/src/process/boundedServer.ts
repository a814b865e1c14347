import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup } from './address.ts';
import { Slots } from './slots.ts';
import { slowBodiesOf } from './slowBodies.ts';
import type { IsTrustedProxy } from './trustedProxies.ts';

export interface ConnectionLimits {
  /** What an address has open at the same time; a trusted proxy, which speaks for many, has no such limit. */
  perAddress: number;
  /** What everybody together has. */
  inAll: number;
  isTrustedProxy?: IsTrustedProxy;
  timeouts?: Partial<typeof usualTimeouts>;
}

const usualTimeouts = {
  /** For the headers of a request, and for its body, however slowly they come. */
  receivingInMs: 10_000,
  /** Of a body that may take longer, over that time: 20 MB in five minutes. */
  slowestBytesPerSecond: 64_000,
  /** For a client to receive an answer. */
  sendingInMs: 30_000,
  /** How late all this may be noticed. */
  checkEveryMs: 1_000,
};

const HEADER_LIMIT_IN_BYTES = 16_384;
const REQUESTS_PER_CONNECTION = 10_000;
/** Clients and load balancers keep a connection that is not in use for a minute, and must not find it closed. */
const IDLE_IN_MS = 75_000;

/** An HTTP server that nobody can keep busy by being slow, or by opening connections. */
export function createBoundedServer(handle: RequestListener, limits: ConnectionLimits): Server {
  const timeouts = { ...usualTimeouts, ...limits.timeouts };
  const server = createServer(
    {
      maxHeaderSize: HEADER_LIMIT_IN_BYTES,
      headersTimeout: timeouts.receivingInMs,
      requestTimeout: 0, // a body may be one that takes its time
      keepAliveTimeout: IDLE_IN_MS,
      connectionsCheckingInterval: timeouts.checkEveryMs,
    },
    handle,
  );
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  server.maxConnections = limits.inAll;
  limitPerAddress(server, limits);
  makeRoom(server, timeouts);
  every(timeouts.checkEveryMs, server, slowBodiesOf(server, timeouts));
  endSlowReaders(server, timeouts);
  return server;
}

function limitPerAddress(server: Server, { perAddress, isTrustedProxy }: ConnectionLimits): void {
  const connections = new Slots({ each: perAddress, inAll: Number.POSITIVE_INFINITY });
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress && isTrustedProxy?.(remoteAddress)) return;
    const close = connections.take(addressGroup(remoteAddress));
    if (typeof close === 'string') socket.destroy();
    else socket.once('close', close);
  });
}

/** When there are too many, those that are not in use go: who holds them without a request keeps nobody else out. */
function makeRoom(server: Server, { checkEveryMs }: typeof usualTimeouts): void {
  let isFull = false;
  server.on('drop', () => {
    isFull = true;
  });
  every(checkEveryMs, server, () => {
    if (isFull) server.closeIdleConnections();
    isFull = false;
  });
}

/** Node has time-outs for what it receives and none for what it sends: a client that does not read would keep its answer here. */
function endSlowReaders(server: Server, { sendingInMs, checkEveryMs }: typeof usualTimeouts): void {
  /** Since when bytes wait for the client of a connection. */
  const waitingSince = new Map<Socket, number | undefined>();
  server.on('connection', (socket: Socket) => {
    waitingSince.set(socket, undefined);
    socket.once('close', () => waitingSince.delete(socket));
  });
  every(checkEveryMs, server, () => {
    const now = performance.now();
    for (const [socket, since = now] of waitingSince) {
      if (socket.writableLength > 0 && now - since >= sendingInMs) socket.destroy();
      else waitingSince.set(socket, socket.writableLength > 0 ? since : undefined);
    }
  });
}

function every(ms: number, server: Server, check: () => void): void {
  const timer = setInterval(check, ms).unref();
  server.once('close', () => clearInterval(timer));
}
