import { expect, test } from 'vitest';
import { Breaker, NotSent } from './breaker.ts';

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

test('failures that are not in a row do not open it', async () => {
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
