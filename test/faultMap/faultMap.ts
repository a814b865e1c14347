import type { GraphResult } from '../shop.ts';
import { AT_ONCE, type TimeOf } from './times.ts';

export const faults = ['stopped', 'refused'] as const;
export type Fault = (typeof faults)[number];

/** What came of an operation while a domain was away. */
export interface Outcome {
  operation: string;
  domain: string;
  fault: Fault;
  answer: GraphResult;
  ms: number;
}

/** What each operation is answered while all is well. */
export type Healthy = ReadonlyMap<string, GraphResult>;

/** Every field with a value, as a path without the indexes of lists, the outer ones first. */
function fieldsOf(value: unknown, path = '', found = new Set<string>()): Set<string> {
  if (value === null || value === undefined) return found;
  if (Array.isArray(value)) {
    for (const item of value) fieldsOf(item, path, found);
    if (value.length > 0) found.add(path);
  } else {
    if (path) found.add(path);
    if (typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) fieldsOf(inner, path ? `${path}.${name}` : name, found);
  }
  return found;
}

/** What is missing compared with a healthy answer: the outermost fields only. */
export function lostFields(healthy: GraphResult, { data }: GraphResult): string[] {
  const kept = fieldsOf(data);
  const lost = [...fieldsOf(healthy.data)].filter((field) => !kept.has(field));
  return lost.filter((field) => !lost.some((outer) => field.startsWith(`${outer}.`)));
}

/** What a missing field took with it, because it may not be null: fields of what it is a part of, beside the key of that. */
export function lostNeighbours(healthy: GraphResult, { data, errors = [] }: GraphResult): string[] {
  const missing = errors.map(({ path = [] }) => path.filter(isName).join('.'));
  const taken = errors.flatMap(({ path = [] }) => {
    let object: any = data;
    for (const [depth, key] of path.entries()) {
      if (object === null || object === undefined) return [path.slice(0, depth).filter(isName).join('.')];
      object = object[key];
    }
    return [];
  });
  const isBelow = (field: string, outer: string) => outer === '' || field.startsWith(`${outer}.`);
  return [...fieldsOf(healthy.data)].filter(
    (field) =>
      taken.some((outer) => isBelow(field, outer)) &&
      !missing.some((other) => field === other || isBelow(field, other) || isBelow(other, field)) &&
      !/(^|\.)(id|__typename)$/.test(field),
  );
}

const isName = (key: string | number): boolean => typeof key === 'string';

/** Fields of the same object together. */
function code(fields: readonly string[]): string {
  const byObject = Map.groupBy(fields, (field) => field.slice(0, Math.max(0, field.lastIndexOf('.'))));
  const parts = [...byObject].map(([object, [first, ...others]]) => {
    if (others.length === 0 || object === '') return [first, ...others].map((field) => `\`${field}\``).join(', ');
    const names = [first, ...others].map((field) => field!.slice(object.length + 1));
    return `\`${object}\`: ${names.map((name) => `\`${name}\``).join(', ')}`;
  });
  return parts.join('; ');
}

interface Row {
  kept: string;
  lost: string;
  time: string;
}

function rowOf(outcome: Outcome, healthy: GraphResult, timeOf: TimeOf): Row {
  const { answer } = outcome;
  const roots = Object.keys(healthy.data);
  const kept = roots.filter((root) => answer.data?.[root] != null);
  const lost = lostFields(healthy, answer);
  return { kept: code(kept) || 'nothing', lost: code(lost) || 'nothing', time: timeOf(outcome) };
}

const HEAD = `# What is lost when a domain is away

Written by \`test/faultMap/faultMap.test.ts\`, which fails when something else is lost. \`UPDATE_FAULT_MAP=1 pnpm test faultMap\`
writes it anew, with the times that were measured then.
Each domain was stopped (SIGSTOP: it takes connections and never says anything) and ended (its address refuses connections). Operations of the SDK
were sent side by side, asking for nothing that is kept. A field that a domain did not answer has an error with its path and the code
\`SERVICE_UNAVAILABLE\`; an order that is still being placed has not all of its fields yet.

- **kept**: root fields that have an answer. **lost**: what is missing in it, or instead of it.
- **at once**: nobody waited for the domain. **≤ 2.6 s**: for one time-out; who asks after that is answered at once, because a stopped process is
  spared until a trial succeeds. **longer**: for two, one after the other, such as what carts asks products and then the gateway.
- Pages for everybody that somebody saw in the last ten minutes are shown as they were, with \`x-stale: true\` and their \`age\` in the headers.
- A mutation without an answer may have been done: ask again, with the same idempotency key where it has one.
`;

/** One table for each domain, in the order of the outcomes. */
export function writeFaultMap(outcomes: readonly Outcome[], healthy: Healthy, timeOf: TimeOf): string {
  const domains = [...new Set(outcomes.map(({ domain }) => domain))];
  return [HEAD, ...domains.map((domain) => tableOf(domain, outcomes, healthy, timeOf))].join('\n');
}

function tableOf(domain: string, outcomes: readonly Outcome[], healthy: Healthy, timeOf: TimeOf): string {
  const rows: string[] = [];
  const untouched: string[] = [];
  for (const [operation, answer] of healthy) {
    const [stopped, refused] = faults.map((fault) => {
      const one = outcomes.find(
        (found) => found.operation === operation && found.domain === domain && found.fault === fault,
      );
      return rowOf(one!, answer, timeOf);
    }) as [Row, Row];
    const isSame = stopped.lost === refused.lost && stopped.kept === refused.kept;
    if (isSame && stopped.lost === 'nothing' && stopped.time === AT_ONCE && refused.time === AT_ONCE)
      untouched.push(operation);
    else if (isSame) rows.push(line(operation, stopped.kept, stopped.lost, stopped.time, refused.time));
    else
      rows.push(
        line(operation, stopped.kept, stopped.lost, stopped.time, ''),
        line('', refused.kept, refused.lost, '', refused.time),
      );
  }
  const head = [line('operation', 'kept', 'lost', 'stopped', 'refused'), line('---', '---', '---', '---', '---')];
  const table = rows.length > 0 ? [...head, ...rows, ''] : [];
  return [`## ${domain}`, '', ...table, `As always: ${untouched.join(', ') || 'nothing'}.`, ''].join('\n');
}

const line = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
