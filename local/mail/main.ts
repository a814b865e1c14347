import { collectAfterBoot, readEnvironment, stopWithProcess } from '@storegraph/kit';
import { mailEnvironment } from './mail.env.ts';
import { startMailInbox } from './mail.ts';

if (process.env.NODE_ENV === 'production') {
  process.stderr.write('mail: NODE_ENV: in production there is no inbox of a laptop; SMTP_URL says where mails go\n');
  process.exit(1);
}
const env = readEnvironment(mailEnvironment);
const inbox = await startMailInbox({
  host: env.HOST,
  port: env.PORT,
  smtpPort: env.SMTP_PORT,
  directory: env.MAIL_DIRECTORY,
});
stopWithProcess(inbox.close);
collectAfterBoot();
