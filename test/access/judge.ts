import type { GraphResult } from '../shop.ts';
import { type CallerName, isSignedIn } from './callers.ts';
import type { Leaf } from './selection.ts';
import { forSaleOrStaff } from './rules.ts';
import { ruleOf } from './table.ts';
import type { Way } from './ways.ts';

export type Answers = ReadonlyMap<CallerName, GraphResult>;

/** What came of a field for a caller. */
export interface Sight {
  /** How often there was a value. */
  seen: number;
  /** Declared to be seen, on some way. */
  promised?: boolean;
  code?: string;
}
export type Sights = Map<string, Map<CallerName, Sight>>;

const isThere = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

/** The values at a path, through lists. An empty list is kept, because who is refused must not get one. */
function valuesAt(data: unknown, path: readonly string[]): unknown[] {
  let values: unknown[] = [data];
  for (const key of path)
    values = values
      .flatMap((value) => (Array.isArray(value) ? value.flat(3) : [value]))
      .filter((value) => value !== null && value !== undefined)
      .map((value) => (value as Record<string, unknown>)[key]);
  return values;
}

/** Of a list of many only the row that is meant. */
function onlyRow(data: any, row: Way['row']): any {
  if (!row || !data) return data;
  const copy = structuredClone(data);
  const path = row.path.split('.');
  const last = path.pop()!;
  for (const parent of valuesAt(copy, path).flatMap((value) => (Array.isArray(value) ? value : [value]))) {
    if (!parent) continue;
    const found = (parent as any)[last];
    if (Array.isArray(found)) {
      const kept = found.filter((one) => one?.id === row.id);
      (parent as any)[last] = kept.length > 0 ? kept : null;
    } else if (found?.id !== row.id) (parent as any)[last] = null;
  }
  return copy;
}

const isAllowed = (coordinate: string, caller: CallerName, way: Way): boolean =>
  (way.opens?.includes(coordinate.split('.')[0]!) && !isKeptFrom(way, coordinate)) ||
  ruleOf(coordinate).allows(caller, way.subject);

/** A token opens the order, not the account of whoever placed it, and pays only what a guest has ordered. */
const isKeptFrom = ({ subject }: Way, coordinate: string): boolean =>
  coordinate === 'Order.customer' ||
  (coordinate === 'Order.paymentClientSecret' && !subject.holders.includes('orderToken'));

/** Compares what happened with what is declared; notes who saw what. */
export function judge(way: Way, leaves: readonly Leaf[], answers: Answers, sights: Sights): string[] {
  const problems: string[] = [];
  const data = new Map([...answers].map(([caller, answer]) => [caller, onlyRow(answer.data, way.row)]));
  const someone = (path: readonly string[]) => [...data.values()].some((one) => valuesAt(one, path).some(isThere));
  const visible = leaves.filter(({ path }) => someone(path));
  const marks = marksOf(way, data);
  for (const [caller, answer] of answers) {
    const say = (what: string) => void problems.push(`${way.name}, ${way.subject.name}, ${caller}: ${what}`);
    const mine = data.get(caller);
    const text = JSON.stringify(answer);
    if (way.own && !way.subject.holders.includes(caller)) {
      for (const mark of marks) if (text.includes(mark)) say(`shows ${mark}`);
      const [[root, own]] = Object.entries(answer.data ?? { nothing: null }) as [[string, unknown]];
      if (answer.errors || isThere(own) !== way.own.includes(caller)) say(`gets ${text} for ${root}`);
      note(sights, leaves[0]!.coordinates[0]!, caller, isThere(own));
      continue;
    }
    if (way.marksOnly) {
      const hidden = !forSaleOrStaff.allows(caller, way.subject);
      for (const mark of marks) if (hidden && text.includes(mark)) say(`shows ${mark}`);
      continue;
    }
    for (const problem of wrongErrors(way, leaves, caller, answer)) say(problem);
    let isHidden = !way.subject.marks || !forSaleOrStaff.allows(caller, way.subject);
    for (const { path, coordinates } of leaves) {
      const refused = coordinates.find((coordinate) => !isAllowed(coordinate, caller, way));
      const there = valuesAt(mine, path).some(isThere);
      if (!refused && !way.opens)
        for (const coordinate of coordinates) sightOf(sights, coordinate, caller).promised = true;
      if (!refused && !way.subject.marks) isHidden = false;
      if (there && refused) say(`sees ${path.join('.')}, which is for ${ruleOf(refused).meaning} (${refused})`);
      if (refused) {
        const place = path.slice(0, coordinates.indexOf(refused) + 1);
        if (valuesAt(mine, place).some((value) => Array.isArray(value) && value.length === 0))
          say(`gets an empty list for ${refused}, not null`);
      }
    }
    for (const { path, coordinates } of visible) {
      const refused = coordinates.find((coordinate) => !isAllowed(coordinate, caller, way));
      const there = valuesAt(mine, path).some(isThere);
      if (!there && !refused) say(`does not see ${path.join('.')}`);
      for (const [depth, coordinate] of coordinates.entries()) {
        // whoever gives the token sees it: that says something of the root field only
        if (way.opens && (depth > 0 || way.opens.includes('Query'))) continue;
        if (there || !isAllowed(coordinate, caller, way)) note(sights, coordinate, caller, there, codesOf(answer)[0]);
      }
    }
    for (const mark of marks) if (isHidden && text.includes(mark)) say(`shows ${mark}`);
  }
  return [...new Set(problems)];
}

const codesOf = ({ errors = [] }: GraphResult): string[] => errors.map(({ extensions }) => extensions?.code);

/** A root field that is refused by role says so; nothing else is an error. */
function wrongErrors({ opens }: Way, leaves: readonly Leaf[], caller: CallerName, answer: GraphResult): string[] {
  const root = leaves[0]!.coordinates[0]!;
  const rule = ruleOf(root);
  const isRefused = rule.byRole && !opens && !rule.allows(caller, { name: '', holders: [] });
  const expected = isRefused ? [isSignedIn(caller) ? 'FORBIDDEN' : 'UNAUTHENTICATED'] : [];
  const codes = codesOf(answer);
  return JSON.stringify(codes) === JSON.stringify(expected)
    ? []
    : [`is answered ${JSON.stringify(answer.errors)}, not ${expected}`];
}

/** What only this row has: ids, numbers, addresses, secrets. What was asked with is known already. */
function marksOf(way: Way, data: ReadonlyMap<CallerName, unknown>): string[] {
  const asked = JSON.stringify(way.variables);
  const found = new Set(way.subject.marks?.filter((mark) => !asked.includes(mark)));
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && isMark.test(value) && !asked.includes(value)) found.add(value);
    else if (value && typeof value === 'object') for (const inner of Object.values(value)) collect(inner);
  };
  for (const [caller, one] of data) if (way.subject.holders.includes(caller)) collect(one);
  return [...found];
}
const isMark =
  /^((usr|addr|sess|cart|item|oi|ord|pay|ref|ntf|ship|pm|pi)_\w{10,}|SG-\d+|.*(Olga|olga-|Gustav-PP|gala-guest|gustav-guest).*)$/;

function sightOf(sights: Sights, coordinate: string, caller: CallerName): Sight {
  const callers = sights.get(coordinate) ?? new Map<CallerName, Sight>();
  const sight = callers.get(caller) ?? { seen: 0 };
  sights.set(coordinate, callers.set(caller, sight));
  return sight;
}

function note(sights: Sights, coordinate: string, caller: CallerName, there: boolean, code?: string): void {
  const sight = sightOf(sights, coordinate, caller);
  if (there) sight.seen++;
  else sight.code ??= code;
}
