import type { Service } from '../process/service.ts';
import type { Connection } from '../data/database.ts';
import { WAKE_CHANNEL } from './events.ts';
import { pruneMessages } from './prune.ts';
import { type JobTable, runDueJobs, schedulePeriodicJobs } from './jobs.ts';
import { relayOutbox } from './relay.ts';
import type { Messenger } from './messenger.ts';

const POLL_IN_MS = 1_000;

/** The background half of a subgraph: the outbox relay and the job runner. Woken by commits, with a poll as backstop. */
export async function startWorker(
  { jobs = {}, every: own = {} }: Partial<JobTable>,
  service: Service,
  connection: Connection,
  messenger: Messenger,
): Promise<{ stop(): Promise<void> }> {
  const every = { ...own, pruneMessages };
  await schedulePeriodicJobs(service.db, every);
  const relay = loop(service, () => relayOutbox(service, messenger.deliver));
  const runner = loop(service, () => runDueJobs(service, { jobs, every }));
  const wake = () => {
    relay.wake();
    runner.wake();
  };
  const listening = await connection.client.listen(WAKE_CHANNEL, wake, wake).catch(() => undefined);
  return {
    async stop() {
      await Promise.all([relay.stop(), runner.stop(), listening?.unlisten().catch(() => {})]);
    },
  };
}

/** Runs `work` until it finds nothing, then sleeps until woken or polled. */
function loop(service: Service, work: () => Promise<number>) {
  let stopped = false;
  let woken = false;
  let wakeUp = () => {};
  const run = async () => {
    while (!stopped) {
      woken = false;
      const found = await work().catch((error) => {
        service.log.warn({ err: error }, 'the worker could not reach its database');
        return 0;
      });
      if (found > 0 || woken || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_IN_MS);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  const wake = () => {
    woken = true;
    wakeUp();
  };
  return {
    wake,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
