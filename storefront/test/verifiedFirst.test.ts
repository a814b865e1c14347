import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { newEmail, runningWorld } from '../../test/world.ts';
import { type Page, plain, Visitor } from './visitor.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-verified-'));
const world = runningWorld({
  directory,
  storefront: true,
  environment: { users: { REGISTER_MODE: 'verified-first' } },
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PASSWORD = 'a rather long password';
const register = async (visitor: Visitor, email: string): Promise<Page> =>
  visitor.press(await visitor.open('/register'), 'Make an account', { email, password: PASSWORD });
const mailTo = async (email: string, subject: RegExp) =>
  (await until(
    async () => (await world.mailsTo(email)).find((one) => subject.test(one.subject)),
    (found) => found !== undefined,
  ))!;

test('where addresses are verified first, whoever registers looks into the mail, follows its link, says the password again and signs in', async () => {
  const [ada, email] = [new Visitor(world.system.storefrontUrl), newEmail()];
  const sent = await register(ada, email);
  expect([sent.status, sent.path, plain(sent.text)]).toEqual([
    200,
    '/register',
    expect.stringContaining(`Look into your mail A mail is on its way to ${email}.`),
  ]);
  expect((await ada.open('/account')).path).toMatch(/^\/sign-in/);

  const { text } = await mailTo(email, /Finish your account/);
  const { pathname, search } = new URL(/https?:\S+complete-registration\S+/.exec(text)![0]);
  const form = await ada.open(pathname + search);
  expect([form.status, form.path, plain(form.text)]).toEqual([
    200,
    '/complete-registration',
    expect.stringContaining('If you did not register, close the page and do nothing'),
  ]);
  const wrong = await ada.press(form, 'Make my account', { password: 'a password that is wrong' });
  expect([wrong.status, wrong.path, plain(wrong.text)]).toEqual([
    400,
    '/complete-registration',
    expect.stringContaining('This is not the password that was chosen at this registration.'),
  ]);
  const verified = await ada.press(wrong, 'Make my account', { password: PASSWORD });
  expect([verified.path, plain(verified.text)]).toEqual([
    '/sign-in',
    expect.stringContaining('Your account is made. Sign in.'),
  ]);
  const signedIn = await ada.press(verified, 'Sign in', { email, password: PASSWORD });
  expect(signedIn.path).toBe('/account');

  const spent = await ada.open(pathname + search);
  const over = await ada.press(spent, 'Make my account', { password: PASSWORD });
  expect([over.status, plain(over.text)]).toEqual([400, expect.stringContaining('This link has ended')]);
  expect((await ada.open('/complete-registration')).status).toBe(400);

  // the same page for an address that is taken, whose owner alone is told
  const again = await register(new Visitor(world.system.storefrontUrl), email);
  expect([again.status, again.path, plain(again.text)]).toEqual([sent.status, sent.path, plain(sent.text)]);
  expect((await mailTo(email, /You have an account already/)).text).toContain('/sign-in');
});
