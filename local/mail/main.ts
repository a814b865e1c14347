import { collectAfterBoot, readEnvironment, stopWithProcess } from '@storegraph/kit';
import { z } from 'zod';
import { startMailInbox } from './mail.ts';

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
