import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import { limits } from '../../gateway/src/limits.ts';
import type { RandomOperation } from './randomOperations.ts';

/** One way to an answer. A new one is a new line in `paths`. */
export interface Path {
  name: string;
  headers: Record<string, string>;
  /** How often in a row: the first time is cold, then warm. */
  times: number;
  /** Of another system, such as the single process; it has to have the same data. */
  url?: string;
}

/** What the others are compared with. */
export const reference: Path = { name: 'stock', headers: { 'x-execution': 'stock' }, times: 1 };

export const paths: readonly Path[] = [{ name: 'as it comes', headers: {}, times: 2 }];

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
  what: 'status' | 'data' | 'order of keys' | 'errors';
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
  return answers.flatMap(([name, answer]) => {
    const what = difference(answer, expected);
    if (!what) return [];
    const { label, viewer, query, variables } = question;
    const text = [
      `${label} as ${viewer.name}: ${what} by "${name}" (${answer.way}) not as by "${reference.name}"`,
      query,
      `variables ${JSON.stringify(variables)}`,
      `${name}: ${shown(answer)}`,
      `${reference.name}: ${shown(expected)}`,
    ].join('\n');
    return [{ what, text }];
  });
}

function outcome({ body: { data, errors } }: Answer): string {
  if (!errors) return JSON.stringify(data).includes('null') ? 'answers with nulls' : 'answers without nulls';
  return data ? 'answers with errors beside data' : 'answers with errors alone';
}

function difference(answer: Answer, expected: Answer): Difference['what'] | undefined {
  if (answer.status !== expected.status) return 'status';
  if (!isDeepStrictEqual(answer.body.data, expected.body.data)) return 'data';
  if (JSON.stringify(answer.body.data) !== JSON.stringify(expected.body.data)) return 'order of keys';
  return sameErrors(answer.body.errors, expected.body.errors) ? undefined : 'errors';
}

/** Subgraphs answer in any order, and of more errors than are told any may be told: those are compared by number alone. */
function sameErrors(one: GraphError[] | undefined, other: GraphError[] | undefined): boolean {
  if (one?.length !== other?.length) return false;
  if (!one || !other || one.length >= limits.errors) return true;
  return isDeepStrictEqual(sorted(one), sorted(other));
}

const sorted = (errors: GraphError[]): GraphError[] =>
  errors.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

const shown = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body)}`.slice(0, 2_000);
