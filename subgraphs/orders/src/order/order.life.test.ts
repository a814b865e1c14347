import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asks,
  decide,
  type Fact,
  facts,
  isTerminal,
  life,
  type LifeEvent,
  moves,
  paymentEvents,
  type OrderState,
  orderStates,
} from './order.life.ts';

const MONEY = { capturedMinor: 200, refundedMinor: 200 };
const after = (start: OrderState, ...heard: Fact[]) =>
  heard.reduce<OrderState>((state, fact) => decide({ state, ...MONEY }, fact)?.to ?? state, start);
const anyFacts = fc.array(fc.record({ fact: fc.constantFrom(...facts), refundedMinor: fc.constantFrom(0, 100, 200) }), {
  maxLength: 40,
});
const walk = (heard: { fact: Fact; refundedMinor: number }[]) => {
  let state: OrderState = 'NEW';
  return heard.flatMap(({ fact, refundedMinor }) => {
    const from = state;
    const move = decide({ state, ...MONEY, refundedMinor }, fact);
    state = move?.to ?? state;
    return [{ from, fact, move }];
  });
};

test('no sequence of facts leaves the table, and ended orders stay ended', () => {
  fc.assert(
    fc.property(anyFacts, (heard) => {
      for (const { from, fact, move } of walk(heard)) {
        if (isTerminal(from)) expect(move).toBeNull();
        if (move) expect(moves).toContainEqual(expect.objectContaining({ from, fact, to: move.to }));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('stock is freed or committed at most once, and never both unless money goes back', () => {
  fc.assert(
    fc.property(anyFacts, (heard) => {
      const published = walk(heard).flatMap(({ move }) => move?.publish ?? []);
      const settles: LifeEvent[] = ['OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed', 'OrderPaid'];
      expect(published.filter((event) => settles.includes(event)).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2_000 },
  );
});

test('paying wins over time that is up, because the stock is still held', () =>
  expect(after('AWAITING_PAYMENT', 'timeIsUp', 'paid')).toBe('PAID'));
test('a payment during a cancel is given back', () =>
  expect(after('AWAITING_PAYMENT', 'cancelRequested', 'paid', 'refunded')).toBe('REFUNDED'));
test('a refund that leaves some of the money is one in part', () =>
  expect(decide({ state: 'REFUNDING', capturedMinor: 200, refundedMinor: 199 }, 'refunded')?.to).toBe(
    'PARTIALLY_REFUNDED',
  ));
test('a dead intent ends an expiring order', () =>
  expect(after('AWAITING_PAYMENT', 'timeIsUp', 'intentDead')).toBe('EXPIRED'));
test('a second payment message changes nothing', () => expect(after('PAID', 'paid')).toBe('PAID'));
test('time that is up changes nothing for a paid order', () => expect(after('PAID', 'timeIsUp')).toBe('PAID'));
test('an answer counts while it is asked for: a late refusal of the cart does not reject what may be payable by now', () => {
  const refused = (state: OrderState) => decide({ state, ...MONEY }, 'refused', 'lockCart');
  expect(refused('NEW')?.to).toBe('REJECTED');
  expect(refused('RESERVING')).toBeNull();
});
test('every state but the first can be reached', () => {
  for (const state of orderStates.slice(1)) expect(moves.map(({ to }) => to)).toContain(state);
});

/** From which answer, or which event of payments, a state hears of a fact; people and the clock need no word. */
function sourcesOf(state: OrderState, fact: Fact): string {
  const { asks: ask } = life[state];
  const meanings: Record<string, string>[] = [ask ? asks[ask].answers : {}, paymentEvents];
  const sources = meanings.flatMap((one) => Object.keys(one).filter((name) => one[name] === fact));
  return sources.length > 0 ? ` (${sources.join(', ')})` : '';
}
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
function lifeAsMarkdown(): string {
  const rows = orderStates.flatMap((state) => {
    const { asks: ask, shows } = life[state];
    const start = [`**${state}**`, shows, ask ? `${ask} (${asks[ask].of.join(', ')})` : ''];
    const leaving = moves.filter(({ from }) => from === state);
    if (leaving.length === 0) return [row(...start, '', '', '')];
    return leaving.map(({ fact, to, publish, later }, index) => {
      const inPart = life[state][fact]?.inPart === to ? ', not all' : '';
      const follows = [...publish, ...(later ? [`*${later}*`] : [])].join(', ');
      return row(...(index === 0 ? start : ['', '', '']), `${fact}${inPart}${sourcesOf(state, fact)}`, to, follows);
    });
  });
  const head = ['in state', 'shown as', 'it asks', 'and hears', 'becomes', 'publishes, *then*'];
  return [row(...head), row(...head.map(() => '---')), ...rows, ''].join('\n');
}

const README = join(import.meta.dirname, '../../README.md');
test('the README shows this table (UPDATE_LIFE=1 writes it)', () => {
  const written = readFileSync(README, 'utf8');
  const place = /(?<=<!-- the life of an order -->\n).*(?=<!-- end -->)/s;
  if (process.env.UPDATE_LIFE) writeFileSync(README, written.replace(place, lifeAsMarkdown()));
  else expect(place.exec(written)?.[0]).toBe(lifeAsMarkdown());
});
