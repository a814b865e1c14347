import { type CallerName, callerNames } from './callers.ts';
import type { Sight, Sights } from './judge.ts';
import type { Subject } from './rules.ts';
import { ruleOf } from './table.ts';
import type { Write } from './writes.rules.ts';
import { writes } from './writes.ts';

/** Mutation → caller → what it answered: first to an input aimed at the owner's rows, then to one for rows of the caller's. */
export type WriteOutcomes = Map<string, Map<CallerName, string[]>>;

export function noteOutcome(outcomes: WriteOutcomes, name: string, caller: CallerName, outcome: string): void {
  const callers = outcomes.get(name) ?? new Map<CallerName, string[]>();
  outcomes.set(name, callers.set(caller, [...(callers.get(caller) ?? []), outcome]));
}

const NAMES: Readonly<Record<CallerName, string>> = {
  anonymous: 'anonymous',
  cartToken: 'cart token',
  orderToken: 'order token',
  owner: 'owner',
  other: 'other customer',
  staff: 'staff',
  admin: 'admin',
};

const HEAD = `# Who may see and do what

Written by \`test/access/access.test.ts\`, which fails when it is not so: \`UPDATE_ACCESS=1 pnpm test access\` writes it anew. Seven callers asked
for rows that exist, on every way to them and at each subgraph by \`_entities\`. The owner and the other customer have rows of every kind; two
guests hold the token of a cart and of an order. Rules stand in \`test/access/table.ts\` and \`test/access/writes.ts\`; a field without one fails the test.

- **✓**: the value, for every row that was asked for. **own**: for their own rows, or those they have the token of; of others' nothing.
  **for sale**: of active products, not of drafts and archived ones. **–**: null, as if there was no row. Codes are those of the error.
- Rules add up: who may not see a row sees none of its fields. Another service, with a key of its own and without a viewer, sees what an anonymous caller sees.
- A mutation was aimed at the owner's rows first: whoever is refused gets the code, and the tables are the same before and after.
  **own** says that the caller changed rows made for it. Where it is empty it was not tried, because it does not matter who asks.
`;

const line = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
const table = (first: string, rows: readonly string[]): string[] => {
  const titles = [first, 'rule', ...callerNames.map((caller) => NAMES[caller])];
  return rows.length === 0 ? [] : [line(...titles), line(...titles.map(() => '---')), ...rows, ''];
};

function sightCell(coordinate: string, caller: CallerName, sight: Sight | undefined): string {
  if (!sight || sight.seen === 0) return sight?.code && coordinate.startsWith('Query.') ? sight.code : '–';
  const rule = ruleOf(coordinate);
  if (rule.allows(caller, NOBODYS)) return '✓';
  return rule.meaning.includes('for sale') ? 'for sale' : 'own';
}
const NOBODYS: Subject = { name: 'a row of nobody here', holders: [], forSale: false };

/** Fields of one type that are the same for everybody stand together. */
function fieldRows(coordinates: readonly string[], sights: Sights): string[] {
  const rowOf = (coordinate: string) => [
    ruleOf(coordinate).meaning,
    ...callerNames.map((caller) => sightCell(coordinate, caller, sights.get(coordinate)?.get(caller))),
  ];
  const byCells = Map.groupBy(coordinates, (coordinate) => {
    const [type] = coordinate.split('.');
    return JSON.stringify([type === 'Query' ? coordinate : type, rowOf(coordinate)]);
  });
  return [...byCells.values()].map((together) => {
    const [type] = together[0]!.split('.');
    const fields = together.map((coordinate) => coordinate.split('.')[1]!);
    return line(`\`${type}\`: ${fields.map((field) => `\`${field}\``).join(', ')}`, ...rowOf(together[0]!));
  });
}

const WRITE_RULES: Readonly<Record<Write['rule'], string>> = {
  everybody: 'everybody',
  whoHasTheSecret: 'who has the password or the token',
  signedIn: 'who is signed in, for themselves',
  signedInNoAdmin: 'who is signed in, for themselves; admins not',
  account: 'whose account it is',
  cartHolder: 'whose cart it is, or who has its token',
  orderHolder: 'whose order it is, or who has its token',
  orderHolderOrStaff: 'whose order it is, or who has its token; staff',
  staff: 'staff',
  admin: 'admins',
};

function writeCell(seen: readonly string[] | undefined, rule: Write['rule']): string {
  if (!seen) return '';
  const refusal = seen.find((outcome) => outcome !== 'done');
  const isTheirs = !['everybody', 'staff', 'admin'].includes(rule);
  const done = isTheirs ? 'own' : '✓';
  if (!refusal) return done;
  const said = refusal === 'nothing' ? 'nothing is changed' : refusal;
  return seen.includes('done') ? `${done}, else ${said}` : said;
}

export interface Composed {
  /** `Type.field` of everything but mutations, by domain. */
  fieldsOf(domain: string): readonly string[];
  domains: readonly string[];
}

export function writeMatrix({ fieldsOf, domains }: Composed, sights: Sights, outcomes: WriteOutcomes): string {
  const parts = domains.flatMap((domain) => {
    const fields = fieldsOf(domain).filter((coordinate) => !ruleOf(coordinate).inherited && !ruleOf(coordinate).unseen);
    const mutations = Object.entries(writes).filter(([, write]) => write.domain === domain);
    const rows = mutations.map(([name, { rule }]) =>
      line(
        `\`${name}\``,
        WRITE_RULES[rule],
        ...callerNames.map((caller) => writeCell(outcomes.get(name)?.get(caller), rule)),
      ),
    );
    return [`## ${domain}`, '', ...table('field', fieldRows(fields, sights)), ...table('mutation', rows)];
  });
  const rest = domains.flatMap((domain) => fieldsOf(domain));
  const typesWhere = (is: (coordinate: string) => unknown) =>
    [...new Set(rest.filter(is).map((coordinate) => `\`${coordinate.split('.')[0]}\``))].sort().join(', ');
  return [
    HEAD,
    ...parts,
    '## Parts',
    '',
    `Seen by whoever sees what they are a part of: ${typesWhere((coordinate) => ruleOf(coordinate).inherited)}.`,
    '',
    `What mutations answer: ${typesWhere((coordinate) => ruleOf(coordinate).meaning === ruleOf('UserPayload.user').meaning)}.`,
    '',
  ].join('\n');
}
