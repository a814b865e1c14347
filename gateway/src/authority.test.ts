import { createLogger } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { Authority } from './authority.ts';

const ADA = { id: 'ada', roles: ['CUSTOMER', 'STAFF'], sessionId: 'one' };
interface Page {
  ended?: string[];
  accounts?: { userId: string; roles: string[] | null }[];
  more?: boolean;
}

/** An issuer and a clock in hand. */
function openAuthority({ patienceInMs = 50 } = {}) {
  const clock = { now: 1_000_000 };
  const issuer = { asked: [] as (string | null)[], pages: [] as Page[], answers: async () => {} };
  const lines: string[] = [];
  const authority = new Authority({
    log: createLogger('gateway', 'warn', { write: (line) => void lines.push(line) }),
    now: () => clock.now,
    patienceInMs,
    async ask(since) {
      issuer.asked.push(since);
      const place = issuer.asked.length;
      await issuer.answers();
      return { next: `place ${place}`, ended: [], accounts: [], more: false, ...issuer.pages.shift() };
    },
  });
  const seen = (viewer = ADA) =>
    authority.of(viewer).then(
      ({ roles }) => roles,
      ({ extensions }) => extensions.code,
    );
  return { clock, issuer, lines, seen };
}
const turn = () => new Promise((done) => setImmediate(done));

test('who has signed out is refused, and only in that session', async () => {
  const { issuer, seen } = openAuthority();
  issuer.pages.push({ ended: ['one'] });
  expect(await seen()).toBe('UNAUTHENTICATED');
  expect(await seen({ ...ADA, sessionId: 'two' })).toEqual(['CUSTOMER', 'STAFF']);
});

test('a role that was taken or given counts at once, whatever the token says; a disabled account is nobody', async () => {
  const { clock, issuer, seen } = openAuthority();
  issuer.pages.push({ accounts: [{ userId: 'ada', roles: ['CUSTOMER'] }] });
  expect(await seen()).toEqual(['CUSTOMER']);
  expect(await seen({ ...ADA, id: 'eve' })).toEqual(['CUSTOMER', 'STAFF']);
  clock.now += 1_000;
  issuer.pages.push({ accounts: [{ userId: 'ada', roles: null }] });
  expect(await seen()).toBe('UNAUTHENTICATED');
  clock.now += 1_000;
  issuer.pages.push({ accounts: [{ userId: 'ada', roles: ['ADMIN'] }] });
  expect(await seen()).toEqual(['ADMIN']);
});

test('nobody is let in by what was asked for a second ago', async () => {
  const { clock, issuer, seen } = openAuthority();
  await seen();
  // an issuer that takes its time: whoever comes before 900 ms is answered by what is known
  const answer = Promise.withResolvers<void>();
  issuer.answers = () => answer.promise;
  issuer.pages.push({ ended: ['one'] });
  clock.now += 899;
  expect(await seen()).toEqual(ADA.roles);
  clock.now += 1;
  const late = seen();
  await turn();
  answer.resolve();
  expect(await late).toBe('UNAUTHENTICATED');
});

test('however many ask, the issuer is asked once in 400 ms, where it left off, and not at all while nobody asks', async () => {
  const { clock, issuer, seen } = openAuthority();
  await Promise.all(Array.from({ length: 50 }, () => seen()));
  expect(issuer.asked).toEqual([null]);
  clock.now += 399;
  await seen();
  expect(issuer.asked).toEqual([null]);
  clock.now += 1;
  await Promise.all(Array.from({ length: 50 }, () => seen()));
  expect(issuer.asked).toEqual([null, 'place 1']);
  clock.now += 3_600_000;
  await turn();
  expect(issuer.asked).toHaveLength(2);
  await seen();
  expect(issuer.asked).toEqual([null, 'place 1', 'place 2']);
});

test('what does not fit into one answer is asked for at once', async () => {
  const { issuer, seen } = openAuthority();
  issuer.pages.push({ ended: ['three'], more: true }, { ended: ['two'], more: true }, { ended: ['one'] });
  expect(await seen()).toBe('UNAUTHENTICATED');
  expect(issuer.asked).toEqual([null, 'place 1', 'place 2']);
  expect(await seen({ ...ADA, sessionId: 'three' })).toBe('UNAUTHENTICATED');
});

test('while the issuer is away what is known holds, nobody waits for it twice, and it is said once', async () => {
  const { clock, issuer, lines, seen } = openAuthority();
  issuer.pages.push({ ended: ['one'] });
  await seen();
  issuer.answers = () => new Promise(() => {}); // it has stopped
  clock.now += 5_000;
  const started = performance.now();
  expect(await seen({ ...ADA, sessionId: 'two' })).toEqual(ADA.roles);
  expect(performance.now() - started).toBeGreaterThan(40);
  expect(await seen()).toBe('UNAUTHENTICATED');
  const other = openAuthority();
  await other.seen();
  other.issuer.answers = () => Promise.reject(new Error('refused'));
  for (let time = 0; time < 5; time++) {
    other.clock.now += 5_000;
    expect(await other.seen()).toEqual(ADA.roles);
    await turn();
  }
  expect(other.lines).toHaveLength(1);
  // and it is there again
  other.issuer.answers = async () => {};
  other.issuer.pages.push({ ended: ['one'] });
  other.clock.now += 5_000;
  await other.seen();
  await turn();
  expect(await other.seen()).toBe('UNAUTHENTICATED');
  expect(lines).toEqual([]);
});

test('a gateway that has never reached the issuer lets nobody in by a token', async () => {
  const { clock, issuer, seen } = openAuthority();
  issuer.answers = () => Promise.reject(new Error('refused'));
  for (let time = 0; time < 3; time++) {
    expect(await seen()).toBe('SERVICE_UNAVAILABLE');
    clock.now += 200;
  }
  issuer.answers = async () => {};
  clock.now += 400;
  expect(await seen()).toEqual(ADA.roles);
});

test('it is kept as long as a token that it is about may live', async () => {
  const { clock, issuer, seen } = openAuthority();
  issuer.pages.push({ ended: ['one'] });
  await seen();
  clock.now += 659_000;
  expect(await seen()).toBe('UNAUTHENTICATED');
  clock.now += 2_000;
  expect(await seen()).toEqual(ADA.roles);
});
