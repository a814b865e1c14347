import { test } from 'vitest';
import { booksAgree } from '../../test/books.ts';
import { newArena } from './arena.ts';
import { oneIntentPerOrder } from './money.ts';
import { type RaceName, run } from './races.ts';

const { arena, seed } = newArena();

test.for<[string, RaceName]>([
  ['of twenty buyers of three units exactly three get one, and the others hear that there is no more', 'lastUnit'],
  ['eight clicks are one order and one charge, and every click hears the same', 'doubleClick'],
  ['three tabs make one live order of a cart, and two cards pay it once', 'twoTabs'],
  ['an order that is cancelled while it is paid keeps either no money or none of its units', 'cancelAgainstPay'],
  ['refunds at once give back each acknowledged amount once, and never more than was paid', 'parallelRefunds'],
  ['refreshes at once get the same successor, and one token lives', 'parallelRefresh'],
  ['no refresh survives a sign-out or the theft of an old token at the same time', 'refreshAgainstEnd'],
])(`%s (seed ${seed})`, { timeout: 60_000 }, ([, name]) => run(arena, name));

test('after all of it the books agree, and each order had one intent', async () => {
  await booksAgree(arena.world);
  await oneIntentPerOrder(arena.world);
});
