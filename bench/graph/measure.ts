import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';

/** Name of a process → its pid. */
export type Processes = Record<string, number>;

export interface Figures {
  operations: number;
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Milliseconds of user and system time per operation. */
  cpu: Record<string, number>;
  cpuInAll: number;
}

const CLOCK_TICK_IN_MS = 10;

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** User and system time so far, with that of children that run now (Postgres has one per connection). */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_IN_MS;
  } catch {
    return 0;
  }
}
export const cpuOfAll = (processes: Processes): Record<string, number> =>
  Object.fromEntries(
    Object.entries(processes).map(([name, pid]) => [
      name,
      [pid, ...(name === 'postgres' ? childrenOf(pid) : [])].reduce((sum, one) => sum + cpuOf(one), 0),
    ]),
  );

/** Proportional memory in MB. */
export function memoryOf(processes: Processes): Record<string, number> {
  const pss = (pid: number) => {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  };
  return Object.fromEntries(
    Object.entries(processes).map(([name, pid]) => [
      name,
      Math.round([pid, ...(name === 'postgres' ? childrenOf(pid) : [])].reduce((sum, one) => sum + pss(one), 0)),
    ]),
  );
}

export type Send = (index: number) => Promise<unknown>;

/** So many callers, each asking again when it has its answer: what can be done at most. */
export async function closedLoop(
  send: Send,
  processes: Processes,
  { operations, from = 0, connections = 8 }: { operations: number; from?: number; connections?: number },
): Promise<Figures> {
  const latencies: number[] = [];
  const before = cpuOfAll(processes);
  const started = performance.now();
  let next = from;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < from + operations) {
        const index = next++;
        const asked = performance.now();
        await send(index);
        latencies.push(performance.now() - asked);
      }
    }),
  );
  return figures(latencies, started, before, processes);
}

/** A request every so often, whatever the answers do: what a shopper waits. Latency counts from the intended start. */
export async function openLoop(
  send: Send,
  processes: Processes,
  { operations, perSecond, from = 0 }: { operations: number; perSecond: number; from?: number },
): Promise<Figures> {
  const latencies: number[] = [];
  const before = cpuOfAll(processes);
  const started = performance.now();
  const pending: Promise<unknown>[] = [];
  for (let index = 0; index < operations; index++) {
    const intended = started + (index * 1000) / perSecond;
    const wait = intended - performance.now();
    if (wait > 1) await delay(wait);
    pending.push(Promise.resolve(send(from + index)).then(() => latencies.push(performance.now() - intended)));
  }
  await Promise.all(pending);
  return figures(latencies, started, before, processes);
}

function figures(latencies: number[], started: number, before: Record<string, number>, processes: Processes): Figures {
  const seconds = (performance.now() - started) / 1000;
  const after = cpuOfAll(processes);
  const cpu = Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / latencies.length]),
  );
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
  return {
    operations: latencies.length,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpu,
    cpuInAll: Object.values(cpu).reduce((sum, ms) => sum + ms, 0),
  };
}

/** A client with connections of its own; an answer with errors ends the run. */
export function clientOf(url: string) {
  const pool = new Pool(new URL(url).origin.replace('localhost', '127.0.0.1'), { connections: 64 });
  const text = async (path: string, body: string, headers: Record<string, string> = {}): Promise<string> => {
    const { statusCode, body: answer } = await pool.request({
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const received = await answer.text();
    if (statusCode !== 200 || !received.startsWith('{"data":{'))
      throw new Error(`${statusCode} ${received.slice(0, 400)}`);
    return received;
  };
  return { text, close: () => pool.close() };
}
