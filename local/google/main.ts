import { readEnvironment } from '@storegraph/kit/environment';
import { googleEnvironment } from './google.env.ts';
import { createLocalGoogle } from './google.ts';

const { PORT, HOST, GOOGLE_PUBLIC_URL, GOOGLE_REDIRECT_URLS } = readEnvironment(googleEnvironment);

if (process.env.NODE_ENV === 'production') {
  process.stderr.write(
    'google: NODE_ENV: in production there is no local Google; GOOGLE_CLIENT_ID is one that Google has given\n',
  );
  process.exit(1);
}

const google = await createLocalGoogle({
  port: PORT,
  host: HOST,
  publicUrl: GOOGLE_PUBLIC_URL,
  redirectUrls: GOOGLE_REDIRECT_URLS.split(',').map((url) => url.trim()),
}).catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `google: port ${PORT} is taken; set PORT to a free one\n`
      : `google: ${error.message}\n`,
  );
  process.exit(1);
});
process.stdout.write(`google: ${google.url}\n`);

const stop = () => {
  google.close().finally(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
if (process.env.PARENT_PIPE === '1') {
  process.stdin.resume();
  for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, stop);
}
