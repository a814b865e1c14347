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
];
