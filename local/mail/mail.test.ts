import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../ports.ts';
import { startMailInbox } from './mail.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-mail-'));
const options = { port: await freePort(), smtpPort: await freePort(), directory };
let inbox = await startMailInbox(options);
afterAll(async () => {
  await inbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const send = () =>
  createTransport(inbox.smtpUrl).sendMail({
    messageId: '<one@shop.example>',
    from: 'shop@shop.example',
    to: 'ada@shop.example',
    subject: 'Hello <b>',
    text: 'plain',
    html: '<p>rich</p><script>alert(1)</script>',
  });
// a connection of its own each time: one that is kept open would not survive the restart
const get = (path: string) => fetch(`${inbox.url}${path}`, { headers: { connection: 'close' } });
const messages = async (to = '') =>
  (await (await get(`/messages?to=${to}`)).json()) as { messageId: string; subject: string }[];

test('a mail arrives, is found by its recipient, and survives a restart', async () => {
  await send();
  expect(await messages('ada@shop.example')).toMatchObject([
    { messageId: '<one@shop.example>', subject: 'Hello <b>', text: 'plain' },
  ]);
  expect(await messages('eve@shop.example')).toEqual([]);
  await inbox.close();
  inbox = await startMailInbox(options);
  expect(await messages()).toHaveLength(1);
});

test('the page shows a subject as text, and a mail cannot run scripts', async () => {
  expect(await (await get('/')).text()).toContain('Hello &#60;b&#62;');
  const frame = await get('/messages/1/html');
  expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox/);
});
