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

test('where addresses are verified first, whoever registers looks into the mail, follows its link and signs in', async () => {
  const [ada, email] = [new Visitor(world.system.storefrontUrl), newEmail()];
  const sent = await register(ada, email);
  expect([sent.status, sent.path, plain(sent.text)]).toEqual([
    200,
    '/register',
    expect.stringContaining(`Look into your mail A mail is on its way to ${email}.`),
  ]);
  expect((await ada.open('/account')).path).toMatch(/^\/sign-in/);

  const { text } = await mailTo(email, /Finish your account/);
  const { pathname, search } = new URL(/https?:\S+verify-email\S+/.exec(text)![0]);
  const verified = await ada.press(await ada.open(pathname + search), 'Verify this address');
  expect([verified.path, plain(verified.text)]).toEqual([
    '/sign-in',
    expect.stringContaining('Your e-mail address is verified. Sign in.'),
  ]);
  const signedIn = await ada.press(verified, 'Sign in', { email, password: PASSWORD });
  expect(signedIn.path).toBe('/account');

  // the same page for an address that is taken, whose owner alone is told
  const again = await register(new Visitor(world.system.storefrontUrl), email);
  expect([again.status, again.path, plain(again.text)]).toEqual([sent.status, sent.path, plain(sent.text)]);
  expect((await mailTo(email, /You have an account already/)).text).toContain('/sign-in');
});
