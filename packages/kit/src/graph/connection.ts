import { and, asc, type Column, desc, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { badInput } from './errors.ts';

@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many from the start, 1 to 100. Default: 20 to 50, depending on the list. Not together with last or before.',
  })
  first?: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Only what comes after this cursor, such as `endCursor` of the page before. A cursor holds for one list and one sort; any other is BAD_USER_INPUT.',
  })
  after?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, 1 to 100, in the order of the list. Not together with first or after.',
  })
  last?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Only what comes before this cursor, such as `startCursor` of the page after.',
  })
  before?: string;
}

@ObjectType({ description: 'Where a page stands in its list, as Relay has it.' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, {
    description: 'More follows: ask with `after: endCursor`. Of a page that was asked for with `before`, always true.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description:
      'More comes before: ask with `before: startCursor`. Of a page that was asked for with `after`, always true.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first row of the page; null when the page is empty.',
  })
  startCursor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last row of the page; null when the page is empty.',
  })
  endCursor?: string | null;
}

export type KeyValue = string | number | null;

export interface Page {
  /** Rows to show; fetch one more to know whether there is a next page. */
  limit: number;
  backward: boolean;
  cursor: KeyValue[] | null;
  /** Cursors are valid for one sort only. */
  sort: string;
}

const LIMIT = 100;

/** Checks paging arguments and opens the cursor. */
export function readPage(args: ConnectionArgs, { default: fallback = 24, sort = '' } = {}): Page {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badInput('last', 'exclusive', 'Ask for first or last, not both');
  if (after != null && before != null) throw badInput('before', 'exclusive', 'Ask with after or before, not both');
  if (first != null && before != null) throw badInput('before', 'exclusive', 'before goes with last');
  if (last != null && after != null) throw badInput('after', 'exclusive', 'after goes with first');
  const backward = last != null || before != null;
  const field = backward ? 'last' : 'first';
  const limit = args[field] ?? fallback;
  if (limit < 1 || limit > LIMIT) throw badInput(field, 'range', `${field} is from 1 to ${LIMIT}`, { limit: LIMIT });
  const cursor = (backward ? before : after) ?? null;
  return {
    limit,
    backward,
    cursor: cursor === null ? null : openCursor(cursor, sort, backward ? 'before' : 'after'),
    sort,
  };
}

const closeCursor = (sort: string, values: readonly KeyValue[]): string =>
  Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');

function openCursor(cursor: string, sort: string, field: string): KeyValue[] {
  try {
    if (cursor.length > 1_000) throw new Error('too long');
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const valid =
      Array.isArray(parsed) &&
      parsed[0] === sort &&
      parsed.every((value) => value === null || typeof value === 'string' || typeof value === 'number');
    if (valid && !parsed.some((value) => typeof value === 'string' && value.includes('\0')))
      return parsed.slice(1) as KeyValue[];
  } catch {
    // answered below
  }
  throw badInput(field, 'cursor', `${field} is not a cursor of this list and sort`);
}

export interface KeysetColumn {
  column: Column | SQL;
  direction: 'asc' | 'desc';
  /** What its values are in a cursor; cursors are public, and may be made up. */
  holds: 'text' | 'number' | 'time';
}

const fits: Record<KeysetColumn['holds'], (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isSafeInteger(value),
  time: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)),
};

/** A cursor has a value for each column of the list, of the column's kind. */
export function checkCursor(columns: readonly KeysetColumn[], { cursor, backward }: Page): void {
  if (!cursor || (cursor.length === columns.length && columns.every(({ holds }, index) => fits[holds](cursor[index]))))
    return;
  throw badInput(backward ? 'before' : 'after', 'cursor', 'This is not a cursor of this list');
}

/** The rows beyond a cursor, whose values may be placeholders. The last column must be unique. Columns must not be null. */
export function beyondCursor(
  columns: readonly KeysetColumn[],
  { cursor, backward }: { cursor: readonly unknown[]; backward: boolean },
): SQL | undefined {
  const steps = columns.map(({ column, direction }, index) => {
    const beyond = (direction === 'asc') !== backward ? gt : lt;
    const same = columns.slice(0, index).map((earlier, i) => eq(earlier.column as Column, cursor[i]));
    return and(...same, beyond(column as Column, cursor[index]));
  });
  return or(...steps);
}

export const keysetOrder = (columns: readonly KeysetColumn[], { backward }: Page): SQL[] =>
  columns.map(({ column, direction }) =>
    (direction === 'asc') !== backward ? asc(column as Column) : desc(column as Column),
  );

export interface ListEdge<Node> {
  cursor: string;
  node: Node;
}
export interface ListConnection<Node> {
  nodes: Node[];
  edges: ListEdge<Node>[];
  pageInfo: PageInfo;
  totalCount?: () => Promise<number>;
}

/** From up to limit + 1 rows in query order to a page in list order. */
export function toConnection<Row, Node = Row>(
  rows: readonly Row[],
  page: Page,
  keyOf: (row: Row) => KeyValue[],
  // left out where rows are the nodes
  toNode: (row: Row) => Node = (row) => row as unknown as Node,
): ListConnection<Node> {
  const more = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (page.backward) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const nodes = shown.map(toNode);
  const cursorOf = (row: Row): string => closeCursor(page.sort, keyOf(row));
  let edges: ListEdge<Node>[] | undefined;
  return {
    nodes,
    // most clients read nodes: cursors of all of them are made for who asks
    get edges() {
      edges ??= shown.map((row, index) => ({ node: nodes[index]!, cursor: cursorOf(row) }));
      return edges;
    },
    pageInfo: {
      hasNextPage: page.backward ? page.cursor !== null : more,
      hasPreviousPage: page.backward ? more : page.cursor !== null,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
  };
}

/** The Relay types of a list. Call once per node type; add the returned resolver to the subgraph only when totalCount is offered. */
export function connectionType<Node extends object>(NodeClass: ClassType<Node>, name: string) {
  @ObjectType(`${name}Edge`, { description: 'A row of a page together with its cursor.' })
  class EdgeType {
    @Field(() => String, {
      description: 'Where this row stands in the list, for `after` and `before`. Opaque: keep it, do not read it.',
    })
    cursor: string;

    @Field(() => NodeClass, { description: 'What stands at this cursor; the same object as in `nodes`.' })
    node: Node;
  }

  @ObjectType(`${name}Connection`, {
    description: 'A page of a list. What is added or removed meanwhile shifts none of the other pages.',
  })
  class ConnectionType {
    @Field(() => [NodeClass], { description: 'The rows of this page, in the order of the list.' })
    nodes: Node[];

    @Field(() => [EdgeType], {
      description: 'The same rows, each with a cursor of its own. Most clients need only `nodes` and `pageInfo`.',
    })
    edges: EdgeType[];

    @Field(() => PageInfo, {
      description: 'Whether there is more before and after this page, and the cursors to ask for it.',
    })
    pageInfo: PageInfo;

    @Field(() => Int, {
      nullable: true,
      simple: true,
      description:
        'How many rows the whole list has, not only this page. Counted only when asked for; null where a list is not counted.',
    })
    totalCount?: unknown;
  }
  return { Connection: ConnectionType, Edge: EdgeType };
}

export const countRows = sql<number>`count(*)::int`;
