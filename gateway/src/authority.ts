import {
  DomainError,
  type Logger,
  type MintToken,
  messengerBy,
  sessionEnded,
  type Transport,
  type Viewer,
} from '@storegraph/kit';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { ReadViewer } from './viewer.ts';

/** What access tokens that are out do not say, by their issuer: from `since` on. */
export type AskForChanges = (since: string | null) => Promise<unknown>;

const page = z.object({
  next: z.string(),
  more: z.boolean(),
  /** Sessions. */
  ended: z.array(z.string()),
  /** Roles of now; null for an account that cannot be used. */
  accounts: z.array(z.object({ userId: z.string(), roles: z.array(z.string()).nullable() })),
});

export interface AuthorityOptions {
  ask: AskForChanges;
  log: Logger;
  /** What is known is asked for anew behind the back of who asks, once it is older than this; by then … */
  refreshAfterMs?: number;
  /** … and waited for, once it is older than that: nobody is let in by what is older than a second. */
  oldestMs?: number;
  /** So long who asks waits for the issuer. */
  patienceInMs?: number;
  /** As long as a token lives, and a little longer. */
  keptForMs?: number;
  now?(): number;
}

const MAX_KEPT = 200_000;
const MAX_PAGES = 1_000;

/**
 * Who somebody is now, whatever the token says: its session may have ended, and its account may something else. Each gateway asks
 * the issuer itself, at most twice a second and only while somebody who is signed in asks: an event would reach one of several
 * gateways, and none that starts later. While the issuer is away, what is known holds.
 */
export class Authority {
  private readonly ended: LRUCache<string, true>;
  private readonly accounts: LRUCache<string, { roles: readonly string[] | null }>;
  private since: string | null = null;
  /** When the question was asked that was answered last. */
  private knownAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;
  private isAway = false;

  constructor(private readonly options: AuthorityOptions) {
    const { keptForMs = 660_000, now = () => performance.now() } = options;
    const kept = { max: MAX_KEPT, ttl: keptForMs, perf: { now }, ttlResolution: 0 };
    this.ended = new LRUCache(kept);
    this.accounts = new LRUCache(kept);
  }

  /** The viewer as of less than a second ago. Throws when it is one no more. */
  async of(viewer: Viewer): Promise<Viewer> {
    const caughtUp = this.catchUp();
    if (caughtUp) await caughtUp;
    if (viewer.sessionId && this.ended.has(viewer.sessionId)) throw ended();
    const account = this.accounts.get(viewer.id);
    if (!account) return viewer;
    if (!account.roles) throw ended();
    return { ...viewer, roles: account.roles };
  }

  private get now(): number {
    return (this.options.now ?? performance.now.bind(performance))();
  }

  /** Undefined when nobody has to wait. */
  private catchUp(): Promise<void> | undefined {
    const { refreshAfterMs = 400, oldestMs = 900 } = this.options;
    const { now } = this;
    if (now - this.knownAt < refreshAfterMs) return undefined;
    if (now - this.askedAt >= refreshAfterMs) this.begin();
    if (now - this.knownAt < oldestMs || (this.isAway && this.since !== null)) return undefined;
    return this.waitFor(this.asking);
  }

  private begin(): void {
    if (this.asking) return;
    this.askedAt = this.now;
    this.asking = this.readOn(this.askedAt).finally(() => {
      this.asking = undefined;
    });
  }

  private async readOn(askedAt: number): Promise<void> {
    try {
      for (let pages = 0; pages < MAX_PAGES; pages++) {
        const { next, more, ended, accounts } = page.parse(await this.options.ask(this.since));
        for (const sessionId of ended) this.ended.set(sessionId, true);
        for (const { userId, roles } of accounts) this.accounts.set(userId, { roles });
        this.since = next;
        if (!more) break;
      }
      this.knownAt = askedAt;
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.options.log.warn({ err: error }, 'who has signed out is not known: what was known holds');
      this.isAway = true;
    }
  }

  private async waitFor(asking: Promise<void> | undefined): Promise<void> {
    const { patienceInMs = 700 } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.isAway = true;
        resolve();
      }, patienceInMs);
    });
    await Promise.race([asking, late]).finally(() => clearTimeout(timer));
    // who knows nothing at all lets nobody in
    if (this.since === null) throw unknown();
  }
}

/** By a command of the issuer, such as "users.authorityChanges", over what reaches it at the moment. */
export function askByCommand(
  command: string,
  transportOf: (service: string) => Transport | undefined,
  mint: MintToken,
): AskForChanges {
  const [issuer, name] = command.split('.') as [string, string];
  const open = (service: string): Pick<Transport, 'post' | 'close'> => ({
    async post(path, request) {
      const transport = transportOf(service);
      if (!transport) throw new Error(`${service} has no address`);
      return transport.post(path, request);
    },
    close: async () => {},
  });
  const { command: send } = messengerBy(open, mint);
  return (since) => send(issuer, name, { since });
}

/** Of a token what it says, and who that is now. */
export const readingAuthority =
  (readToken: ReadViewer, authority: Pick<Authority, 'of'>): ReadViewer =>
  async (authorization) => {
    const viewer = await readToken(authorization);
    return viewer && authority.of(viewer);
  };

/** Both stay inside GraphQL, as those of a token that does not hold. */
const ended = () => {
  const error = sessionEnded();
  error.extensions.http = { status: 200 };
  return error;
};
const unknown = () =>
  new DomainError('SERVICE_UNAVAILABLE', 'Signing in is not available at the moment', { http: { status: 503 } });
