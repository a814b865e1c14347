import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import { MAX_ERRORS } from '../../gateway/src/graph.ts';
import { nulledBy } from '../../packages/executor/test/links/places.ts';
import type { RandomOperation } from '../../packages/executor/test/random/randomOperations.ts';

/** One way to an answer. A new one is a new line in `paths`. */
export interface Path {
  name: string;
  headers: Record<string, string>;
  /** How often in a row: the first time is cold, then it is compiled, then it may be kept. */
  times: number;
  /** Of another system, such as the single process; it has to have the same data. */
  url?: string;
}

/** What the others are compared with. */
export const reference: Path = { name: 'apollo', headers: { 'x-execution': 'apollo' }, times: 1 };

export const paths: readonly Path[] = [{ name: 'as it comes', headers: {}, times: 3 }];

export interface Viewer {
  name: string;
  headers: Record<string, string>;
}

export interface Question extends RandomOperation {
  /** What it is called when it differs. */
  label: string;
  operationName?: string;
  viewer: Viewer;
  /** Fields that are another each time (mutations): compared by their type alone. */
  masked?: readonly string[];
}

export interface Answer {
  status: number;
  /** What the gateway says of the way that the answer came. */
  way: string;
  body: { data?: unknown; errors?: GraphError[] };
}

interface GraphError {
  message: string;
  path?: (string | number)[];
  extensions: Record<string, unknown>;
}

export class Asker {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly url: string) {}

  async ask({ query, variables, operationName, viewer, masked }: Question, path: Path): Promise<Answer> {
    const origin = path.url ?? this.url;
    const pool = this.pools.get(origin) ?? new Pool(origin, { connections: 16 });
    this.pools.set(origin, pool);
    const { statusCode, headers, body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...viewer.headers, ...path.headers },
      body: JSON.stringify({ query, variables, operationName }),
    });
    const answer = JSON.parse(await body.text(), (key, value) =>
      masked?.includes(key) && value !== null ? `(${typeof value})` : value,
    ) as Answer['body'];
    for (const error of answer.errors ?? []) delete error.extensions.requestId;
    return { status: statusCode, way: String(headers['x-execution'] ?? '-'), body: answer };
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }
}

export interface Difference {
  what: 'status' | 'data' | 'errors';
  text: string;
}

/** Asks every path, one after the other, and tells what is not as on the first. */
export async function differences(question: Question, asker: Asker, tally: Map<string, number>): Promise<Difference[]> {
  const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
  const answers: [string, Answer][] = [];
  for (const path of paths)
    for (let time = 1; time <= path.times; time++) {
      const answer = await asker.ask(question, path);
      count(`${path.name} ${time}: ${answer.way}`);
      answers.push([`${path.name}, time ${time}`, answer]);
    }
  const expected = await asker.ask(question, reference);
  count(outcome(expected));
  const found: Difference[] = [];
  for (const [name, answer] of answers) {
    const what = await difference(answer, expected, () => asker.ask(question, reference));
    if (!what) continue;
    if (timedOut(answer) || timedOut(expected)) {
      count(TIMED_OUT);
      continue;
    }
    const { label, viewer, query, variables } = question;
    const text = [
      `${label} as ${viewer.name}: ${what} by "${name}" (${answer.way}) not as by "${reference.name}"`,
      query,
      `variables ${JSON.stringify(variables)}`,
      `first at ${firstPlace(answer.body, expected.body)}`,
      `${name}: ${shown(answer)}`,
      `${reference.name}: ${shown(expected)}`,
    ].join('\n');
    found.push({ what, text });
  }
  return found;
}

/** How often an answer was not compared because a busy machine let the time run out: see `timedOut`. */
export const TIMED_OUT = 'not compared: the time ran out';

const timedOut = ({ body }: Answer): boolean =>
  body.errors?.some(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE') ?? false;

function outcome({ body: { data, errors } }: Answer): string {
  if (!errors) return JSON.stringify(data).includes('null') ? 'answers with nulls' : 'answers without nulls';
  return data ? 'answers with errors beside data' : 'answers with errors alone';
}

/** The order of keys does not count: Apollo's executor does not keep that of the document when fragments repeat fields. */
async function difference(
  answer: Answer,
  expected: Answer,
  again: () => Promise<Answer>,
): Promise<Difference['what'] | undefined> {
  if (answer.status !== expected.status) return 'status';
  if (!isDeepStrictEqual(answer.body.data, expected.body.data)) return 'data';
  return (await sameErrors(answer, expected, again)) ? undefined : 'errors';
}

/**
 * Of errors that null the same place any may be told, and beyond the limit any at all: a race in every executor. So the same
 * places have to be null by errors, and every error has to be one that the reference tells too, sooner or later.
 */
async function sameErrors(answer: Answer, expected: Answer, again: () => Promise<Answer>): Promise<boolean> {
  const [told, known] = [answer.body.errors ?? [], [...(expected.body.errors ?? [])]];
  if (told.length >= MAX_ERRORS || known.length >= MAX_ERRORS) return told.length > 0 && known.length > 0;
  const { data } = expected.body;
  const places = (errors: readonly GraphError[]) =>
    [...new Set(errors.map(({ path }) => nulledBy(path, data).join('.')))].sort();
  if (!isDeepStrictEqual(places(told), places(known))) return false;
  for (let time = 0; time < 8; time++) {
    const texts = known.map((error) => raced(error, data));
    if (told.every((error) => texts.includes(raced(error, data)))) return true;
    known.push(...((await again()).body.errors ?? []));
  }
  return false;
}

/** An error below a null: which row of a list has told it is a race as well. */
function raced({ path = [], ...error }: GraphError, data: unknown): string {
  const known = nulledBy(path, data).length;
  const place = path.map((key, index) => (index >= known && typeof key === 'number' ? '*' : key));
  return JSON.stringify([place, error.message, Object.entries(error.extensions).sort()]);
}

/** Where two bodies part, and what is there: the rest may be longer than what is shown. */
function firstPlace(one: unknown, other: unknown, place = 'body'): string {
  const [keys, others] = [one, other].map((value) => (value && typeof value === 'object' ? Object.keys(value) : []));
  if (keys!.join() !== others!.join()) return `${place}, of what is there: ${keys!.join()} / ${others!.join()}`;
  if (keys!.length === 0)
    return `${place}: ${JSON.stringify(one)?.slice(0, 300)} / ${JSON.stringify(other)?.slice(0, 300)}`;
  const [left, right] = [one, other] as Record<string, unknown>[];
  const key = keys!.find((name) => JSON.stringify(left![name]) !== JSON.stringify(right![name]));
  return key === undefined ? place : firstPlace(left![key], right![key], `${place}.${key}`);
}

const shown = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body)}`.slice(0, 2_000);
