/** `pnpm dead-letters [--redrive]`: what was given up after many failures, and another chance for it when the cause is mended. */
import { parseArgs } from 'node:util';
import { deadLetterCommands, remote } from '@storegraph/kit';
import { operatorMessenger } from './operator.ts';
import { domains } from './system/layout.ts';

const { values } = parseArgs({ options: { redrive: { type: 'boolean', default: false } } });
const messenger = await operatorMessenger();
try {
  let count = 0;
  for (const domain of domains) {
    const commands = remote({ send: messenger.command }, { name: domain, commands: deadLetterCommands });
    const { letters } = await commands.deadLetters({});
    for (const { what, name, about, attempts, lastError, deadAt } of letters)
      process.stdout.write(
        `${domain}  ${what} ${name} (${about})  ${attempts} attempts  ${lastError}  since ${deadAt}\n`,
      );
    count += letters.length;
    if (values.redrive && letters.length > 0) await commands.redrive({});
  }
  process.stdout.write(`${count} dead letter(s)${values.redrive && count > 0 ? ', on their way again' : ''}\n`);
  process.exitCode = !values.redrive && count > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}: is "pnpm start" running?\n`);
  process.exitCode = 2;
} finally {
  await messenger.close();
}
