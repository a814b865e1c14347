import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Route } from '../../local/system/system.ts';
import { Random } from '../../packages/executor/test/random/random.ts';

export interface SlowDatabase {
  /** What goes towards the database waits from 0 to this. */
  maxDelayInMs: number;
  route: Route;
  close(): void;
}

/**
 * The way from every service to its database, with random delays: statements of racing requests interleave in other
 * orders each time, and gaps between two statements are long enough for somebody else to slip in.
 */
export function slowDatabase({ seed }: { seed: number }): SlowDatabase {
  const random = new Random(seed);
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const slow: SlowDatabase = {
    maxDelayInMs: 0,
    async route(_from, to, url) {
      if (to !== 'postgres') return url;
      const { hostname, port } = new URL(url);
      const server = createServer((service) => {
        const database = keep(connect(Number(port), hostname));
        keep(service);
        forwardLate(service, database, () => random.below(slow.maxDelayInMs + 1));
        database.pipe(service);
        service.once('close', () => database.destroy());
        database.once('close', () => service.destroy());
      });
      servers.push(server);
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      return Object.assign(new URL(url), { port: (server.address() as AddressInfo).port }).href;
    },
    close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return slow;
}

/** One chunk after the other: a delay never changes their order. */
function forwardLate(from: Socket, to: Socket, delayInMs: () => number): void {
  let sent = Promise.resolve();
  const later = (send: () => void) => {
    sent = sent.then(async () => {
      const wait = delayInMs();
      if (wait > 0) await delay(wait);
      if (to.writable) send();
    });
  };
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.once('end', () => later(() => to.end()));
}
