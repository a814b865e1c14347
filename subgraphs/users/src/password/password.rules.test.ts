import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.hash.ts';
import { passwordProblem } from './password.rules.ts';

const ruleOf = (password: string, email?: string) => passwordProblem(password, email)?.rule ?? null;
/** So many different characters, none of them told by their neighbour. */
const long = (length: number): string => 'violet harbour 27 '.repeat(20).slice(0, length);

test.for([
  ['short', 'min'],
  ['x'.repeat(257), 'max'],
  ['aaaaaaaaaaaaaaaaaaaa', 'guessable'],
  ['PasswordPassword', 'guessable'],
  ['Correct Horse Battery Staple', 'guessable'],
  ['correct-horse_battery.staple!', 'guessable'],
  ['correct horse battery stapler', null],
  ['密码密码密码密码很长很长安全的口令', null],
] as const)('%s: %s', ([password, rule]) => expect(ruleOf(password)).toBe(rule));

test.each([
  [14, 'min'],
  [15, null],
  [256, null],
  [257, 'max'],
])('%i characters: %s', (length, rule) => {
  expect(ruleOf(long(length))).toBe(rule);
  // an emoji is one character, although it takes two places
  expect(ruleOf(`🔑${long(length - 1)}`)).toBe(rule);
});

test('characters are counted in the form that is hashed', () => {
  // one sign that stands for two letters; a letter and its accent that become one
  expect(ruleOf(`ﬁ${long(13)}`)).toBe(null);
  expect(ruleOf(`e\u0301${long(13)}`)).toBe('min');
});

test.each([
  'aaaaaaaaaaaaaaaa',
  'abcdabcdabcdabcd',
  'passwordpassword',
  'password12345678',
  '123456789012345',
  'qwertyuiopasdfgh',
  'iloveyouiloveyou',
  'letmeinletmeinletmein',
  'iloveyou1234567890',
  'p4ssw0rdp4ssw0rd',
  'administrator123',
  '0123456789abcdef',
  'correcthorsebatterystaple',
  'password'.repeat(30),
])('%s is tried first, in any case, with spaces or what cannot be seen between its letters', (password) => {
  expect(ruleOf(password)).toBe('guessable');
  expect(ruleOf(password.toUpperCase())).toBe('guessable');
  if (password.length < 100)
    for (const between of [' ', '\u00a0', '\u200b', '\u00ad', '\t'])
      expect(ruleOf([...password].join(between)), JSON.stringify(between)).toBe('guessable');
  expect(ruleOf(`${password.slice(0, 64)}, not by Grandmother`)).toBe(null);
});

test('what is hard to guess after something easy that is long is not refused', () => {
  expect(ruleOf(`${'1'.repeat(64)}${long(40)}`)).toBe(null);
});

test('a password may not be the own e-mail address, nor little more than its name', () => {
  expect(ruleOf('adalovelace@x.example', 'AdaLovelace@x.example')).toBe('guessable');
  expect(ruleOf('ada lovelace @ x . example', 'adalovelace@x.example')).toBe('guessable');
  expect(ruleOf('adalovelace@x.example', 'eve@x.example')).toBe(null);
  expect(ruleOf('AdaLovelace AdaLovelace 123', 'adalovelace@x.example')).toBe('guessable');
  expect(ruleOf('AdaLovelace AdaLovelace 1234', 'adalovelace@x.example')).toBe(null);
  // a name of three letters is in too many words
  expect(ruleOf('adaadaada xyz violet', 'ada@x.example')).toBe(null);
  expect(ruleOf('adasadasadasadas xyz', 'adas@x.example')).toBe('guessable');
});

test('a hash knows its password, in any Unicode form, and no other', async () => {
  const hash = await hashPassword('caf\u00e9 au lait deux sucres');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, 'cafe\u0301 au lait deux sucres')).toBe(true);
  expect(await verifyPassword(hash, 'cafe au lait deux sucres')).toBe(false);
  expect(await hashPassword('caf\u00e9 au lait deux sucres')).not.toBe(hash);
});

test('of a password that has half a character its hash would not say which: it is refused', () => {
  expect(ruleOf('x7#qLp0-vB2!ksT9\ud83d')).toBe('text');
  expect(ruleOf('\ude00x7#qLp0-vB2!ksT9')).toBe('text');
  expect(ruleOf('x7#qLp0-vB2!ksT9😀')).toBeNull();
});
