import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../local/ports.ts';
import type { Random } from './random.ts';

/** What a connection suffers from. */
export type LinkFault =
  | { kind: 'delay'; milliseconds: number }
  /** Every connection is reset, new ones too. */
  | { kind: 'cut' }
  /** It takes connections and requests, and never says anything. */
  | { kind: 'silent' }
  /** Requests go through; of the answers, so many of a hundred are lost, and their connection with them. */
  | { kind: 'dropAnswers'; percent: number };

/** One direction between two processes: a port that passes everything on, or does not. */
export class Link {
  dropped = 0;
  private fault: LinkFault | undefined;
  private readonly pairs = new Set<[Socket, Socket]>();
  private readonly server: Server;

  constructor(
    readonly name: string,
    private readonly target: { host: string; port: number },
    private readonly random: Random,
  ) {
    this.server = createServer((client) => this.accept(client));
  }

  async listen(): Promise<number> {
    const port = await freePort();
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return port;
  }

  break(fault: LinkFault): void {
    this.fault = fault;
    if (fault.kind === 'cut') this.resetAll();
  }

  heal(): void {
    // what was swallowed cannot be given back: those connections are lost
    if (this.fault?.kind === 'silent') this.resetAll();
    this.fault = undefined;
  }

  async close(): Promise<void> {
    this.resetAll();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    client.on('error', () => {});
    if (this.fault?.kind === 'cut') return void client.resetAndDestroy();
    const upstream = connect(this.target);
    upstream.on('error', () => {});
    const pair: [Socket, Socket] = [client, upstream];
    this.pairs.add(pair);
    for (const [socket, other] of [pair, pair.toReversed() as [Socket, Socket]]) {
      socket.setNoDelay(true);
      socket.once('close', (failed) => {
        if (failed) return this.reset(pair);
        this.pairs.delete(pair);
        other.destroySoon();
      });
    }
    client.on('data', (chunk: Buffer) => this.pass(chunk, client, upstream));
    upstream.on('data', (chunk: Buffer) => {
      if (this.fault?.kind === 'dropAnswers' && this.random.chance(this.fault.percent)) {
        this.dropped++;
        return this.reset(pair);
      }
      this.pass(chunk, upstream, client);
    });
  }

  private pass(chunk: Buffer, from: Socket, to: Socket): void {
    if (this.fault?.kind === 'silent') return;
    if (this.fault?.kind === 'delay') {
      // paused meanwhile, so that nothing overtakes
      from.pause();
      setTimeout(() => {
        if (!to.destroyed) to.write(chunk);
        from.resume();
      }, this.fault.milliseconds);
      return;
    }
    if (!to.destroyed && !to.write(chunk)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }

  private reset(pair: [Socket, Socket]): void {
    if (!this.pairs.delete(pair)) return;
    for (const socket of pair) if (!socket.destroyed) socket.resetAndDestroy();
  }

  private resetAll(): void {
    for (const pair of this.pairs) this.reset(pair);
  }
}

/** All links of a system, made when its processes are told where the others are. */
export class Links {
  private readonly links = new Map<string, { link: Link; port: number }>();

  constructor(private readonly randomOf: (name: string) => Random) {}

  get all(): Link[] {
    return [...this.links.values()].map(({ link }) => link);
  }

  get dropped(): number {
    return this.all.reduce((sum, { dropped }) => sum + dropped, 0);
  }

  matching(pattern: RegExp): Link[] {
    return this.all.filter(({ name }) => pattern.test(name));
  }

  /** The same address with the link's port. */
  readonly route = async (from: string, to: string, url: string): Promise<string> => {
    if (from === to) return url;
    const address = new URL(url);
    const name = `${from}→${to}`;
    const known = this.links.get(name);
    const link =
      known?.link ?? new Link(name, { host: address.hostname, port: Number(address.port) }, this.randomOf(name));
    const port = known?.port ?? (await link.listen());
    this.links.set(name, { link, port });
    address.port = String(port);
    return address.href.replace(/\/$/, '');
  };

  heal(): void {
    for (const link of this.all) link.heal();
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((link) => link.close()));
  }
}
