export interface SameProgram {
  /** How the path of the file ends. */
  file: string;
  was: string;
  became: string;
  reason: string;
}

/** Changes after which the program does the same, so that no test can notice them. */
export const sameProgram: readonly SameProgram[] = [
  {
    file: 'stock/stock.service.ts',
    was: 'onHand < 0',
    became: 'onHand <= 0',
    reason: 'of what does not move no row is written',
  },
  {
    file: 'data/canonical.ts',
    was: 'a < b',
    became: 'a <= b',
    reason: 'no two keys of an object are the same',
  },
  {
    file: 'messaging/jobs.ts',
    was: '!done',
    became: 'true',
    reason: 'a row that was deleted cannot be updated',
  },
];
