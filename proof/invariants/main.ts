/** `pnpm invariants [--settle 10]`: looks at the system that runs here, or at the databases that *_DATABASE_URL name. Writes nothing. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { choosePorts, type Domain, databaseVariable, domains } from '../../local/system/layout.ts';
import { domainUrl } from '../../local/system/databases.ts';
import { loadSecrets } from '../../local/system/secrets.ts';
import { lastingViolations, openCopy, readInvariants, type Sources } from './invariants.ts';

const { values } = parseArgs({ options: { settle: { type: 'string', default: '10' } } });
const SHOWN_ROWS = 5;

async function findSources(): Promise<Sources> {
  const named = domains.filter((domain) => process.env[databaseVariable(domain)]);
  if (named.length === domains.length)
    return {
      databaseUrl: (domain) => process.env[databaseVariable(domain)]!,
      stripeUrl: process.env.LOCAL_STRIPE_URL,
    };
  const ports = await choosePorts('fixed');
  const { rolePasswords } = await loadSecrets(join(process.cwd(), '.storegraph/secrets.json'));
  return {
    databaseUrl: (domain: Domain) => domainUrl(ports.postgres, domain, rolePasswords[domain]!),
    stripeUrl: `http://127.0.0.1:${ports.stripe}`,
  };
}

const copy = await openCopy();
try {
  const sources = await findSources();
  const broken = await lastingViolations(copy, sources, Number(values.settle)).catch((error) => {
    throw new Error(`The system cannot be looked at (${error.message}): is "pnpm start" running?`);
  });
  const left = sources.stripeUrl ? '' : ' (those about Stripe are left out: LOCAL_STRIPE_URL is not set)';
  for (const { name, meaning, rows } of broken) {
    process.stdout.write(`\nBROKEN  ${name}: ${rows.length} row(s)\n        ${meaning}\n`);
    for (const row of rows.slice(0, SHOWN_ROWS)) process.stdout.write(`        ${JSON.stringify(row)}\n`);
  }
  process.stdout.write(`${readInvariants().length - broken.length} hold, ${broken.length} broken${left}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
} finally {
  await copy.close();
}
