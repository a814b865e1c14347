import { sql } from 'drizzle-orm';
import type { Connection, Database } from '../data/database.ts';
import { isDue, type Later } from '../data/lease.ts';
import { onlyRow } from '../data/row.ts';
import type { Service } from '../process/service.ts';
import { WAKE_CHANNEL, WAKE_RELAY } from './events.ts';
import { type JobTable, JOBS_BATCH, openJobs, runDueJobs, schedulePeriodicJobs, WAKE_RUNNER } from './jobs.ts';
import type { Messenger } from './messenger.ts';
import { pruneMessages } from './prune.ts';
import { openInOutbox, OUTBOX_BATCH, relayOutbox } from './relay.ts';

/** For what nobody tells of: a delay that is over, a lease whose holder has died, a notification that was lost. */
const LOOK_EVERY_MS = 2_500;
const LONGEST_LOOK_MS = 10_000;

/** The background half of a subgraph: the outbox relay and the job runner. Woken by commits; a look at both queues is the backstop. */
export async function startWorker(
  { jobs = {}, every: own = {} }: Partial<JobTable>,
  service: Service,
  connection: Connection,
  messenger: Messenger,
): Promise<{ stop(): Promise<void> }> {
  const every = { ...own, pruneMessages };
  await schedulePeriodicJobs(service.db, every);
  const relay = loop(service, OUTBOX_BATCH, (later) => relayOutbox(service, messenger.deliver, later));
  const runner = loop(service, JOBS_BATCH, (later) => runDueJobs(service, { jobs, every }, later));
  const wakeBoth = () => {
    relay.wake();
    runner.wake();
  };
  const wake = (what: string) => {
    if (what === WAKE_RELAY) relay.wake();
    else if (what === WAKE_RUNNER) runner.wake();
    else wakeBoth();
  };
  let looksSince = Number.NEGATIVE_INFINITY;
  const look = async () => {
    // one at a time, but one that is never answered is not waited for
    if (performance.now() - looksSince < LONGEST_LOOK_MS) return;
    looksSince = performance.now();
    // who cannot look finds out by trying, and says so
    const due = await dueQueues(service.db).catch(() => ({ outbox: true, jobs: true }));
    looksSince = Number.NEGATIVE_INFINITY;
    if (due.outbox) relay.wake();
    if (due.jobs) runner.wake();
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  // not waited for: a connection may never answer. It ends with the pool
  connection.client.listen(WAKE_CHANNEL, wake, wakeBoth).catch(() => {});
  return {
    async stop() {
      clearInterval(looking);
      await Promise.all([relay.stop(), runner.stop()]);
    },
  };
}

/** Which of the queues has something to do: one statement that changes nothing. */
async function dueQueues(db: Database): Promise<{ outbox: boolean; jobs: boolean }> {
  const due = await db.execute<{ outbox: boolean; jobs: boolean }>(
    sql`SELECT EXISTS (SELECT FROM outbox WHERE ${isDue(openInOutbox)}) AS outbox, EXISTS (SELECT FROM jobs WHERE ${isDue(openJobs)}) AS jobs`,
  );
  return onlyRow(due);
}

/**
 * Takes what is due, so many rows at a time, until there is less than that; then sleeps until it is woken. `work` returns how many
 * it took, and says when one of them shall be taken again.
 */
function loop(service: Service, batch: number, work: (later: Later) => Promise<number>) {
  let stopped = false;
  let woken = false;
  let wakeUp = () => {};
  const alarm = new Alarm(() => wake());
  const wake = () => {
    woken = true;
    wakeUp();
  };
  const run = async () => {
    while (!stopped) {
      woken = false;
      const found = await work((seconds) => alarm.setIn(seconds)).catch((error) => {
        service.log.warn({ err: error }, 'the worker could not reach its database');
        return 0;
      });
      if (found >= batch || woken || stopped) continue;
      await new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
    }
  };
  const running = run();
  return {
    wake,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

const TICK_IN_MS = 100;

/** Goes off at each of the times that it was set to, those of one tick together. What is later than the next look is left to that. */
class Alarm {
  private readonly ticks = new Set<number>();

  constructor(private readonly ring: () => void) {}

  setIn(seconds: number): void {
    if (seconds * 1_000 > LOOK_EVERY_MS) return;
    const now = performance.now();
    const tick = Math.ceil((now + seconds * 1_000) / TICK_IN_MS);
    if (this.ticks.has(tick)) return;
    this.ticks.add(tick);
    setTimeout(
      () => {
        this.ticks.delete(tick);
        this.ring();
      },
      tick * TICK_IN_MS - now,
    ).unref();
  }
}
