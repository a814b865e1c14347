import { join } from 'node:path';
import { readEnvironment } from '@storegraph/kit/environment';
import { createLocalStripe } from './stripe.ts';
import { stripeEnvironment } from './stripe.env.ts';

const { PORT, HOST, STRIPE_WEBHOOK_URL, STRIPE_WEBHOOK_SECRET, STRIPE_DATA_DIRECTORY } =
  readEnvironment(stripeEnvironment);

if (process.env.NODE_ENV === 'production') {
  process.stderr.write('stripe: NODE_ENV: in production there is no local Stripe; STRIPE_SECRET_KEY is a live one\n');
  process.exit(1);
}

if (STRIPE_WEBHOOK_URL && !STRIPE_WEBHOOK_SECRET) {
  process.stderr.write('stripe: STRIPE_WEBHOOK_SECRET is missing; STRIPE_WEBHOOK_URL needs it, such as whsec_local\n');
  process.exit(1);
}

const stripe = await createLocalStripe({
  port: PORT,
  host: HOST,
  scripts: join(import.meta.dirname, 'browser'),
  ...(STRIPE_WEBHOOK_URL &&
    STRIPE_WEBHOOK_SECRET && { webhook: { url: STRIPE_WEBHOOK_URL, secret: STRIPE_WEBHOOK_SECRET } }),
  ...(STRIPE_DATA_DIRECTORY && { directory: STRIPE_DATA_DIRECTORY }),
}).catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `stripe: port ${PORT} is taken; set PORT to a free one\n`
      : `stripe: ${error.message}\n`,
  );
  process.exit(1);
});
process.stdout.write(`stripe: ${stripe.url}\n`);

const stop = () => {
  stripe.close().finally(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
if (process.env.PARENT_PIPE === '1') {
  process.stdin.resume();
  for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, stop);
}
