/**
 * `AUDIT=<clone of graphql-hive/federation-gateway-audit> pnpm federation-audit`: its cases through plain Apollo Gateway and
 * through ours. `--gateway storegraph` runs one of them, `--suite keys-mashup` one suite, `--show` prints what failed.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startAuditServer } from './auditServer.ts';
import { gateways } from './gateways.ts';
import { type Outcome, runSuite } from './runSuite.ts';

const { values: options } = parseArgs({
  options: {
    gateway: { type: 'string', multiple: true, default: Object.keys(gateways) },
    suite: { type: 'string', multiple: true },
    show: { type: 'boolean', default: false },
  },
});
const say = (line = '') => process.stdout.write(`${line}\n`);
const fail = (problem: string): never => {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
};

const unknown = options.gateway.find((name) => !(name in gateways));
if (unknown) fail(`There is no gateway ${unknown}, only ${Object.keys(gateways).join(' and ')}`);
const folder =
  process.env.AUDIT ?? fail('Set AUDIT to a clone of https://github.com/graphql-hive/federation-gateway-audit');
const audit = await startAuditServer(resolve(folder)).catch((error: Error) => fail(error.message));
const all = await audit.suites();
const suites = options.suite ?? all;
const missing = suites.find((suite) => !all.includes(suite));
if (missing) fail(`The audit has no suite ${missing}, only ${all.join(', ')}`);

const outcomes = new Map<string, Outcome[]>(options.gateway.map((name) => [name, []]));
const passed = (some: readonly Outcome[]) => some.filter((one) => one.passed);
const failed = (some: readonly Outcome[]) => some.filter((one) => !one.passed);
const row = (first: string, cells: readonly string[]) =>
  say(first.padEnd(38) + cells.map((cell) => cell.padStart(12)).join(''));

row('suite', options.gateway);
for (const suite of suites) {
  const cells: string[] = [];
  for (const name of options.gateway) {
    const some = await runSuite(audit, suite, gateways[name]!);
    outcomes.get(name)!.push(...some);
    cells.push(`${passed(some).length} of ${some.length}`);
  }
  row(suite, cells);
}
audit.stop();

for (const [name, some] of outcomes) {
  say(
    `\n${name} fails ${failed(some).length}${failed(some)
      .map((one) => `\n  ${one.name}`)
      .join('')}`,
  );
  if (!options.show) continue;
  for (const { name, query, expected, received } of failed(some))
    say(`\n--- ${name}\n${query}\nexpected ${JSON.stringify(expected)}\nreceived ${JSON.stringify(received)}`);
}
for (const [name, some] of outcomes) {
  const ways = Object.groupBy(some.flatMap(({ answeredBy }) => answeredBy).filter(Boolean), (way) => way);
  const counts = Object.entries(ways).map(([way, times]) => `${way} ${times!.length}`);
  if (counts.length > 0) say(`\n${name} answered by ${counts.join(', ')}`);
}
say(`\nTotal: ${[...outcomes].map(([name, some]) => `${name} ${passed(some).length} of ${some.length}`).join(', ')}`);

const { apollo = [], storegraph = [] } = Object.fromEntries(outcomes);
const lost = failed(storegraph).filter(({ name }) => apollo.some((one) => one.name === name && one.passed));
if (lost.length > 0) say(`Lost against plain Apollo Gateway: ${lost.map(({ name }) => name).join(', ')}`);
process.exit(lost.length > 0 ? 1 : 0);
