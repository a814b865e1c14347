/** Of every account of the seed. Everybody knows it: no other account may have it. */
export const SEED_PASSWORD = 'correct horse battery staple';

/** Those of its accounts that may do more than buy. */
export const SEEDED_STAFF = ['sam@storegraph.example', 'root@storegraph.example'];
