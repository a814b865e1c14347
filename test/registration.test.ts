import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mailPages } from './mailPages.ts';
import { until } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-registration-'));
const world = runningWorld({ directory, environment: { users: { REGISTER_MODE: 'verified-first' } } });
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const { open, press } = mailPages(world);

const OWN = 'a rather long password';
const STRANGERS = 'the password of a stranger';
/** Their links, the oldest first. */
const linksTo = async (email: string, count: number): Promise<URL[]> =>
  (
    await until(
      () => world.mailsTo(email),
      (mails) => mails.length >= count,
    )
  ).map(({ text }) => new URL(/https?:\S+complete-registration\S+/.exec(text)![0]));
const register = (email: string, password: string) =>
  world.guest().run('register', 'RegisterInput', { email, password, displayName: 'Call 555 0100' }, 'user { id }');
const signIn = async (email: string, password: string): Promise<string | undefined> => {
  const { data } = await world
    .guest()
    .graph('mutation ($input: SignInInput!) { signIn(input: $input) { user { email } } }', {
      input: { email, password },
    });
  return data.signIn.user?.email;
};

test('who registers for somebody else does not get into the account that its owner makes', async () => {
  const email = newEmail();
  await register(email, STRANGERS);
  const [strangers] = await linksTo(email, 1);
  await register(email, OWN);
  const own = (await linksTo(email, 2)).find(({ search }) => search !== strangers!.search)!;
  for (const { text } of await world.mailsTo(email)) expect(text).not.toContain('555 0100');

  const page = await open(strangers!);
  for (let time = 0; time < 3; time++) await open(strangers!); // as mail programs do before anybody reads it
  expect([page.status, page.title]).toEqual([200, 'Finish your account']);
  expect(page.text).toContain('If you did not register, close this page and do nothing');
  const refused = await press(page, { password: OWN });
  expect([refused.status, refused.text.includes('not the password that was chosen at this registration')]).toEqual([
    400,
    true,
  ]);
  expect(await signIn(email, STRANGERS)).toBeUndefined();

  const done = await press(await open(own), { password: OWN });
  expect([done.status, done.title]).toEqual([200, 'Your account is made']);
  expect([await signIn(email, OWN), await signIn(email, STRANGERS)]).toEqual([email, undefined]);
  const late = await press(page, { password: STRANGERS });
  expect([late.status, late.title]).toEqual([400, 'This link has ended']);
});
