import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { SMTPServer } from 'smtp-server';
import { inboxPage, messagePage } from './mail.page.ts';

export interface ReceivedMail {
  id: number;
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  receivedAt: string;
}

export interface MailInboxOptions {
  host?: string;
  /** Of the page and the API. */
  port: number;
  smtpPort: number;
  /** Where the mails are kept. */
  directory: string;
}

const KEPT = 1_000;

/** A mail server that delivers to a page: what a laptop has instead of a provider. */
export async function startMailInbox({
  host = '127.0.0.1',
  port,
  smtpPort,
  directory,
}: MailInboxOptions): Promise<{ url: string; smtpUrl: string; close(): Promise<void> }> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'mails.jsonl');
  let mails: ReceivedMail[] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .flatMap((line) => {
          try {
            return [JSON.parse(line) as ReceivedMail];
          } catch {
            return []; // cut off by a crash
          }
        })
    : [];
  const rewrite = () => writeFileSync(file, mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''));

  const keep = (mail: Omit<ReceivedMail, 'id'>) => {
    const stored = { id: (mails.at(-1)?.id ?? 0) + 1, ...mail };
    mails.push(stored);
    appendFileSync(file, `${JSON.stringify(stored)}\n`);
    if (mails.length > KEPT * 1.2) {
      mails = mails.slice(-KEPT);
      rewrite();
    }
  };

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: 1_000_000,
    onData(stream, session, done) {
      // half of this process is the parser: it comes with the first mail
      import('mailparser')
        .then(({ simpleParser }) => simpleParser(stream))
        .then((parsed) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          keep({
            messageId: parsed.messageId ?? '',
            from: parsed.from?.text ?? '',
            to: recipients,
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            html: parsed.html || '',
            receivedAt: new Date().toISOString(),
          });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    // stays after the start: a client that is gone in the middle of a mail is an error here, too
    smtp.on('error', reject);
    smtp.listen(smtpPort, host, resolve);
  });

  const app = Fastify();
  const find = (id: string) => mails.find((mail) => mail.id === Number(id));
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', () => ({ status: 'ready' }));
  app.get<{ Querystring: { to?: string } }>('/messages', ({ query }) =>
    mails.filter(({ to }) => !query.to || to.toLowerCase().includes(query.to.toLowerCase())),
  );
  app.delete('/messages', () => {
    mails = [];
    rewrite();
    return { deleted: true };
  });
  const html = (page: string) => ({
    page,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; frame-src 'self'",
    },
  });
  app.get('/', (_request, reply) => {
    const { page, headers } = html(inboxPage(mails.toReversed()));
    return reply.headers(headers).send(page);
  });
  app.get<{ Params: { id: string } }>('/messages/:id', ({ params }, reply) => {
    const mail = find(params.id);
    if (!mail) return reply.code(404).send({ error: 'There is no such mail' });
    const { page, headers } = html(messagePage(mail));
    return reply.headers(headers).send(page);
  });
  app.get<{ Params: { id: string } }>('/messages/:id/html', ({ params }, reply) => {
    const mail = find(params.id);
    if (!mail) return reply.code(404).send({ error: 'There is no such mail' });
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src * data:",
      })
      .send(mail.html || `<pre>${mail.text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</pre>`);
  });
  await app.listen({ host, port });

  return {
    url: `http://${host}:${port}`,
    smtpUrl: `smtp://${host}:${smtpPort}`,
    async close() {
      await app.close();
      await new Promise<void>((resolve) => void smtp.close(() => resolve()));
    },
  };
}
