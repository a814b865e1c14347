import { collectAfterBoot, readEnvironment, stopWithProcess } from '@storegraph/kit';
import { z } from 'zod';
import { startMailInbox } from './mail.ts';

if (process.env.NODE_ENV === 'production') {
  process.stderr.write('mail: NODE_ENV: in production there is no inbox of a laptop; SMTP_URL says where mails go\n');
  process.exit(1);
}
const env = readEnvironment({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().default(4011),
  SMTP_PORT: z.coerce.number().int().default(4025),
  MAIL_DIRECTORY: z.string().default('.storegraph/mail'),
});
const inbox = await startMailInbox({
  host: env.HOST,
  port: env.PORT,
  smtpPort: env.SMTP_PORT,
  directory: env.MAIL_DIRECTORY,
});
stopWithProcess(inbox.close);
collectAfterBoot();
