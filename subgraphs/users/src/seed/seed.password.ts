/** Of every account of the seed. Everybody knows it: no other account may have it. */
export const SEED_PASSWORD = 'correct horse battery staple';
