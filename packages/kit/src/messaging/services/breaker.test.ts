import { expect, test } from 'vitest';
import { Abandoned, AnswerTooLong, NotSent, TimedOut } from '../transport.ts';
import { Breaker } from './breaker.ts';

const dead = async () => {
  throw new Error('connection refused');
};

test('after five failures in a row nothing is sent for a second, then one request decides', async () => {
  let now = 0;
  let sent = 0;
  const breaker = new Breaker({ now: () => now });
  const count = (answer: () => Promise<string>) => () => {
    sent++;
    return answer();
  };
  for (let time = 0; time < 5; time++) await expect(breaker.run(count(dead))).rejects.toThrow('connection refused');
  await expect(breaker.run(count(dead))).rejects.toBeInstanceOf(NotSent);
  expect(sent).toBe(5);

  now = 1_001;
  await expect(breaker.run(count(dead))).rejects.toThrow('connection refused');
  await expect(breaker.run(count(dead))).rejects.toBeInstanceOf(NotSent);
  expect(sent).toBe(6);

  now = 2_100;
  let release = () => {};
  const trial = breaker.run(count(() => new Promise<string>((resolve) => (release = () => resolve('back')))));
  await expect(breaker.run(count(dead))).rejects.toBeInstanceOf(NotSent);
  release();
  expect(await trial).toBe('back');
  expect(await breaker.run(count(async () => 'again'))).toBe('again');
});

/** A breaker with a clock, and what it is asked to send: each request takes a while and ends as it should. */
function world() {
  const clock = { now: 0 };
  const breaker = new Breaker({ now: () => clock.now });
  const begin = () => {
    const request = Promise.withResolvers<string>();
    const ended = breaker.run(() => request.promise).catch((error: Error) => error.constructor.name);
    return {
      async end(how: string | Error) {
        if (how instanceof Error) request.reject(how);
        else request.resolve(how);
        return ended;
      },
    };
  };
  return { breaker, clock, begin };
}

test('who waits for one shared request finds out that a process hangs as soon as many who send one each', async () => {
  const { breaker, clock, begin } = world();
  const shared = begin();
  clock.now = 2_500;
  expect(await shared.end(new TimedOut())).toBe('TimedOut');
  expect([breaker.isOpen, breaker.admits]).toEqual([true, false]);
  clock.now = 3_501;
  expect(breaker.admits).toBe(true);
});

test('a slow request among others that are answered does not open it', async () => {
  const { breaker, clock, begin } = world();
  const slow = begin();
  clock.now = 1_000;
  await begin().end('fine');
  clock.now = 2_500;
  await slow.end(new TimedOut());
  expect(breaker.isOpen).toBe(false);
});

test('who waits for less than a second cannot tell whether a process hangs', async () => {
  const { breaker, clock, begin } = world();
  const hasty = begin();
  clock.now = 999;
  await hasty.end(new TimedOut());
  expect(breaker.isOpen).toBe(false);
});

test('a client that leaves says nothing about the process, and a trial that it takes with it is made again', async () => {
  const { breaker, clock, begin } = world();
  for (let time = 0; time < 10; time++) await begin().end(new Abandoned());
  expect(breaker.isOpen).toBe(false);
  for (let time = 0; time < 5; time++) await begin().end(new Error('refused'));
  clock.now = 1_001;
  const trial = begin();
  expect(breaker.admits).toBe(false);
  await trial.end(new Abandoned());
  expect([breaker.isOpen, breaker.admits]).toEqual([true, true]);
});

test('a service whose answer is too long has answered', async () => {
  const { breaker, begin } = world();
  for (let time = 0; time < 4; time++) await begin().end(new Error('refused'));
  await begin().end(new AnswerTooLong(10));
  await begin().end(new Error('refused'));
  expect(breaker.isOpen).toBe(false);
});

test('a patient request goes out whatever happened before, and its answer counts', async () => {
  const { breaker, begin } = world();
  for (let time = 0; time < 5; time++) await begin().end(new Error('refused'));
  expect(await breaker.run(async () => 'back', true)).toBe('back');
  expect(breaker.isOpen).toBe(false);
});

test('failures that are not in a row cut nobody off', async () => {
  const breaker = new Breaker();
  for (let time = 0; time < 20; time++) {
    await breaker.run(dead).catch(() => {});
    expect(await breaker.run(async () => 'fine')).toBe('fine');
  }
});

test('more than the limit at once are refused at once', async () => {
  const breaker = new Breaker({ limit: 2 });
  let release = () => {};
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  const two = [breaker.run(() => waiting), breaker.run(() => waiting)];
  await expect(breaker.run(async () => 'third')).rejects.toBeInstanceOf(NotSent);
  release();
  await Promise.all(two);
  expect(await breaker.run(async () => 'later')).toBe('later');
});
