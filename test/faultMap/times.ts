import { faults, type Outcome } from './faultMap.ts';

/** How long an operation takes while a domain is away, in words. */
export type TimeOf = (outcome: Outcome) => string;

/** Whoever waits for somebody who does not answer waits longer than this. */
const WAITED_MS = 1_700;
/** Two of them, one after the other. */
const WAITED_TWICE_MS = 4_200;
export const AT_ONCE = 'at once';

export const measured: TimeOf = ({ ms }) => (ms < WAITED_MS ? AT_ONCE : ms < WAITED_TWICE_MS ? '≤ 2.6 s' : 'longer');

/** As a map has them that was written before. */
export function timesOf(map: string): TimeOf {
  const times = new Map<string, string>();
  let [domain, operation] = ['', ''];
  for (const line of map.split('\n')) {
    domain = /^## (\w+)/.exec(line)?.[1] ?? domain;
    const [, name, , , ...cells] = line.split('|').map((cell) => cell.trim());
    if (cells.length < faults.length) continue;
    operation = name || operation;
    for (const [index, fault] of faults.entries())
      if (cells[index]) times.set(`${operation} ${domain} ${fault}`, cells[index]);
  }
  return (outcome) => times.get(`${outcome.operation} ${outcome.domain} ${outcome.fault}`) ?? AT_ONCE;
}

/** Looks how long a process takes to say that it runs: on a very busy machine nothing can be said about who answers. */
export function watchLoad(url: string) {
  let slowestMs = 0;
  const look = async () => {
    const started = performance.now();
    await fetch(`${url}/health`);
    slowestMs = Math.max(slowestMs, performance.now() - started);
  };
  const timer = setInterval(() => void look(), 50);
  return {
    wasStarved: () => slowestMs > 1_500,
    stop: () => clearInterval(timer),
  };
}
