import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Patience {
  /** For a body to come, and for bytes of a slow one to be counted. */
  receivingInMs: number;
  slowestBytesPerSecond: number;
}

interface Pace {
  since: number;
  bytesBefore: number;
}

interface Receiving {
  request: IncomingMessage;
  since: number;
}

/** Of bodies that may take their time: what has come of them in the time that is looked at. */
const paces = new WeakMap<IncomingMessage, Pace>();

const paceOf = (socket: Socket): Pace => ({ since: performance.now(), bytesBefore: socket.bytesRead });

/** From now on the body of a request may take longer than others, as long as its bytes keep coming. */
export const allowSlowBody = (request: IncomingMessage): void => void paces.set(request, paceOf(request.socket));

/**
 * Returns what ends the requests of a server whose bodies are late: to be called now and then. Node has one time-out for all of
 * them, whatever they carry.
 */
export function slowBodiesOf(server: Server, { receivingInMs, slowestBytesPerSecond }: Patience): () => void {
  const receiving = new Map<Socket, Receiving>();
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => receiving.delete(socket));
  });
  server.prependListener('request', (request: IncomingMessage) => {
    receiving.set(request.socket, { request, since: performance.now() });
  });

  function isLate(socket: Socket, { request, since }: Receiving): boolean {
    const pace = paces.get(request);
    const ms = performance.now() - (pace?.since ?? since);
    if (ms < receivingInMs || !pace) return ms >= receivingInMs;
    const next = paceOf(socket);
    paces.set(request, next);
    return next.bytesBefore - pace.bytesBefore < (slowestBytesPerSecond * ms) / 1_000;
  }

  return () => {
    for (const [socket, body] of receiving) {
      const { complete } = body.request;
      if (!complete && !isLate(socket, body)) continue;
      receiving.delete(socket);
      if (!complete) timeOut(server, socket);
    }
  };
}

/** As Node says it itself of headers that are late. */
function timeOut(server: Server, socket: Socket): void {
  const error = Object.assign(new Error('The body came too slowly'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  if (!server.emit('clientError', error, socket)) socket.destroy(error);
}
