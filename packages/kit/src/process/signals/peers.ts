import { Counter, Readout } from './metrics.ts';

const open = new Readout({
  name: 'peer_breakers_open',
  help: 'Processes of another service that are spared because they did not answer lately.',
  labels: ['to'],
});
const underWay = new Readout({
  name: 'peer_requests_under_way',
  help: 'Requests to another service that it has not answered yet.',
  labels: ['to'],
});
const retries = new Counter({
  name: 'peer_retries_total',
  help: 'Requests to another service that were sent once more.',
  labels: ['to'],
});

/** One process of another service, as this one sees it. Several of one service are added up. Returns what ends it. */
export function readPeer(to: string, breaker: { readonly isOpen: boolean; readonly underWay: number }): () => void {
  const stops = [
    open.read(() => [[{ to }, Number(breaker.isOpen)]]),
    underWay.read(() => [[{ to }, breaker.underWay]]),
  ];
  return () => stops.forEach((stop) => void stop());
}

/** Counts a request that is sent once more. */
export const countRetry = (to: string): void => retries.add({ to });
