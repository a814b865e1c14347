/** `pnpm reconcile --check | --fix`: what the system that runs here finds not to be as it should, and mends with --fix. */
import { parseArgs } from 'node:util';
import { reconcile } from '@storegraph/commerce';
import { remote } from '@storegraph/kit';
import { operatorMessenger } from './operator.ts';

const HELP = `pnpm reconcile --check   tells what is not as it should be, and changes nothing
pnpm reconcile --fix     mends it`;
const RECONCILING = ['orders', 'payments', 'products'] as const;

const { values } = parseArgs({ options: { check: { type: 'boolean' }, fix: { type: 'boolean' } } });
if (Boolean(values.check) === Boolean(values.fix)) {
  process.stderr.write(`${HELP}\n`);
  process.exit(2);
}
const messenger = await operatorMessenger();
try {
  let count = 0;
  for (const domain of RECONCILING) {
    const commands = remote({ send: messenger.command }, { name: domain, commands: { reconcile } });
    const { findings } = await commands.reconcile({ fix: values.fix === true });
    for (const { kind, subject, orderId, message, since } of findings)
      process.stdout.write(
        `${domain}  ${kind}  ${subject}${orderId ? `  ${orderId}` : ''}  ${message}  since ${since}\n`,
      );
    count += findings.length;
  }
  process.stdout.write(`${count} finding(s)${values.fix && count > 0 ? ', taken care of' : ''}\n`);
  process.exitCode = values.check && count > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}: is "pnpm start" running?\n`);
  process.exitCode = 2;
} finally {
  await messenger.close();
}
