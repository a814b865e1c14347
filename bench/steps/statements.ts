import { type AddressInfo, createServer, connect, type Server, type Socket } from 'node:net';

/** What one process has asked its database for. */
export interface StatementCounts {
  transactions: number;
  /** Without those that begin and end transactions. */
  statements: number;
  /** How often it waited for an answer. */
  roundTrips: number;
}

const BEGINS = /^(begin|start transaction)\b/i;
const ENDS = /^(commit|rollback)\b/i;

/** Stands between a process and Postgres and counts what goes by, as Postgres' frontend protocol (version 3) has it. */
export class StatementCounter {
  readonly counts: StatementCounts = { transactions: 0, statements: 0, roundTrips: 0 };
  /** How often each text was run. */
  readonly texts = new Map<string, number>();
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(host: string, port: number) {
    this.server = createServer((from) => {
      const to = connect(port, host);
      for (const socket of [from, to]) {
        this.sockets.add(socket);
        socket.setNoDelay(true);
        socket.on('error', () => {});
        socket.once('close', () => {
          this.sockets.delete(socket);
          from.destroy();
          to.destroy();
        });
      }
      const read = this.reader();
      from.on('data', (chunk: Buffer) => {
        read(chunk);
        to.write(chunk);
      });
      to.pipe(from);
    });
  }

  /** The address to use instead of `url`, and what is counted there. */
  static async before(url: string): Promise<{ url: string; counter: StatementCounter }> {
    const through = new URL(url);
    const counter = new StatementCounter(through.hostname, Number(through.port));
    await new Promise<void>((listening) => counter.server.listen(0, '127.0.0.1', listening));
    through.port = String((counter.server.address() as AddressInfo).port);
    return { url: through.href, counter };
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  /** Of one connection: its prepared statements, and whether a transaction is open. */
  private reader(): (chunk: Buffer) => void {
    let rest: Buffer = Buffer.alloc(0);
    let started = false;
    let isOpen = false;
    const prepared = new Map<string, string>();
    const portals = new Map<string, string>();
    const ran = (text: string) => {
      if (BEGINS.test(text)) {
        isOpen = true;
        this.counts.transactions++;
      } else if (ENDS.test(text)) isOpen = false;
      else {
        this.counts.statements++;
        if (!isOpen) this.counts.transactions++;
        this.texts.set(text, (this.texts.get(text) ?? 0) + 1);
      }
    };
    const message = (type: string, body: Buffer) => {
      const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
      if (type === 'P') prepared.set(first, second);
      if (type === 'B') portals.set(first, prepared.get(second) ?? '');
      if (type === 'E') ran(portals.get(first) ?? '');
      if (type === 'Q') ran(first);
      if (type === 'S' || type === 'Q') this.counts.roundTrips++;
    };
    return (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (;;) {
        const head = started ? 1 : 0; // the first message has no type
        if (rest.length < head + 4) return;
        const length = rest.readInt32BE(head);
        if (rest.length < head + length) return;
        if (started) message(String.fromCharCode(rest[0]!), rest.subarray(5, head + length));
        started = true;
        rest = rest.subarray(head + length);
      }
    };
  }
}
