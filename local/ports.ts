import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

// below those that outgoing connections get, so that the port of a process that is dead for a while stays its own
const LOWEST = 12_000;
const HIGHEST = 31_999;

/** Whether nobody listens on that port of this machine. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });

/** A port that nobody listens on, and that nobody else is given by this function, in any process, while this one lives. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if ((await isMine(port)) && (await canListen(port))) return port;
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} is free`);
}

/** The UDP port of the same number stands for the claim: the system gives it to one process, and takes it back when that ends. */
const isMine = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const claim = createSocket('udp4').unref();
    claim.once('error', () => {
      claim.close();
      resolve(false);
    });
    claim.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
