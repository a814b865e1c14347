import { randomUUID } from 'node:crypto';
import type { Write } from './writes.rules.ts';

export const key = () => ({ idempotencyKey: randomUUID() });
/** Different each time, for what there is one of by each name. */
export const named = (name: string): string => `${name}${randomUUID().slice(0, 8)}`;
export const address = {
  fullName: 'Somebody Else',
  line1: '9 Other Street',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
};
export const money = (amount: string) => ({ amount, currencyCode: 'USD' });
export const staffWrite = (write: Omit<Write, 'rule'>): Write => ({ rule: 'staff', ...write });
