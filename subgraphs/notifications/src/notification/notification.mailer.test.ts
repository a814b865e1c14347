import { readEnvironment } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { mailEnvironment } from './notification.mailer.ts';

const good = {
  NODE_ENV: 'production',
  SMTP_URL: 'smtp://user:password@mail.shop.com:587',
  MAIL_FROM: 'Shop <hello@shop.com>',
};
const read = (changes: object) => readEnvironment(mailEnvironment, { ...good, ...changes });

test('in production mails go through a server of the shop, in its name', () => {
  expect(read({})).toEqual({ SMTP_URL: good.SMTP_URL, MAIL_FROM: good.MAIL_FROM, SHOP_NAME: 'Storegraph' });
  expect(read({ MAIL_FROM: 'hello@shop.com' }).MAIL_FROM).toBe('hello@shop.com');
});

test.each([
  ['SMTP_URL', 'smtp://127.0.0.1:587', 'must not be the inbox of a laptop'],
  ['SMTP_URL', 'smtp://mail.shop.com:4025', 'must not be the inbox of a laptop'],
  ['MAIL_FROM', 'Shop <hello@storegraph.local>', 'must be an address of the shop'],
  ['MAIL_FROM', 'hello@localhost', 'must be an address of the shop'],
  ['MAIL_FROM', 'Shop @ Home <hello@localhost>', 'must be an address of the shop'],
])('in production %s is not %s, which a laptop may have', (name, value, words) => {
  expect(() => read({ [name]: value })).toThrow(`${name}: in production it ${words}`);
  expect(() => read({ NODE_ENV: 'development', [name]: value })).not.toThrow();
});

test('a letter that only looks like one is in no address: no mail could have an id', () => {
  expect(() => read({ MAIL_FROM: 'hello@boo\u212a.com' })).toThrow('MAIL_FROM: an address such as');
});
