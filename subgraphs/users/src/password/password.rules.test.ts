import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.hash.ts';
import { passwordProblem } from './password.rules.ts';

test.for([
  ['short', 'min'],
  ['x'.repeat(257), 'max'],
  ['aaaaaaaaaaaaaaaaaaaa', 'guessable'],
  ['PasswordPassword', 'guessable'],
  ['correct horse battery staple', null],
  ['密码密码密码密码很长很长安全的口令', null],
] as const)('%s: %s', ([password, rule]) => expect(passwordProblem(password)?.rule ?? null).toBe(rule));

test('a password may not be the own e-mail address', () =>
  expect(passwordProblem('adalovelace@x.example', 'AdaLovelace@x.example')?.rule).toBe('guessable'));

test('a hash knows its password, in any Unicode form, and no other', async () => {
  const hash = await hashPassword('caf\u00e9 au lait deux sucres');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, 'cafe\u0301 au lait deux sucres')).toBe(true);
  expect(await verifyPassword(hash, 'cafe au lait deux sucres')).toBe(false);
  expect(await hashPassword('caf\u00e9 au lait deux sucres')).not.toBe(hash);
});
