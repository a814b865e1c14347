import { connect, type Socket } from 'node:net';

export interface RawConnection {
  socket: Socket;
  /** What has come so far. */
  received(): string;
  /** Resolves with everything that came, when the other side has closed. */
  closed: Promise<string>;
}

/** A connection that sends bytes as they are: what fetch would correct, or would never do. */
export function openRaw(url: string, bytes = ''): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => {}); // a reset is a close, too
  const closed = new Promise<string>((done) => socket.once('close', () => done(text)));
  if (bytes) socket.write(bytes);
  return { socket, received: () => text, closed };
}

/** One request as it is; resolves with the whole response. */
export const sendRaw = (url: string, head: string, body = ''): Promise<string> =>
  openRaw(url, `${head}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`).closed;

export const statusOf = (response: string): number => Number(response.split(' ', 2)[1]);
