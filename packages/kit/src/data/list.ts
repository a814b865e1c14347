import DataLoader from 'dataloader';
import { type SQL, sql } from 'drizzle-orm';
import {
  beyondCursor,
  checkCursor,
  type KeysetColumn,
  type KeyValue,
  keysetOrder,
  type ListConnection,
  type Page,
  toConnection,
} from '../graph/connection.ts';
import type { Database } from './database.ts';
import { prepared, type Repeatable, rowsPerParent } from './prepared.ts';
import { onlyRow } from './row.ts';

/** What a page adds to a query. Its values come at each execution. */
export interface Paging {
  beyond: SQL | undefined;
  order: SQL[];
  limit: ReturnType<typeof sql.placeholder>;
}

/** A list with its arguments: how its rows are read and shown, all of them or those of a parent. `Parent` is SQL for one that has to have one. */
export interface List<Row, Node, Parent extends SQL | undefined = SQL | undefined> {
  /** Names everything that changes the SQL, but the page. No value of a request may be built in: the SQL is kept for everybody. */
  shape: string;
  /** Of the placeholders in the SQL. */
  values?: Record<string, unknown>;
  page: Page;
  columns: readonly KeysetColumn[];
  keyOf(row: Row): KeyValue[];
  toNode(row: Row): Node;
  rows: (paging: Paging, parent: Parent) => Repeatable<Row>;
  count?: (parent: Parent) => Repeatable<{ count: number }>;
}

/** Of a list what does not depend on its rows. */
type Paged = Pick<List<unknown, unknown>, 'shape' | 'values' | 'page' | 'columns'>;

const pagingOf = ({ page, columns }: Paged): Paging => ({
  beyond: page.cursor
    ? beyondCursor(columns, { cursor: columns.map((_, i) => sql.placeholder(`cursor${i}`)), backward: page.backward })
    : undefined,
  order: keysetOrder(columns, page),
  limit: sql.placeholder('limit'),
});

function pageShape({ shape, page, columns }: Paged): string {
  checkCursor(columns, page);
  return `${shape} ${page.backward} ${page.cursor !== null}`;
}

const pageValues = ({ values, page }: Paged): Record<string, unknown> => ({
  ...values,
  ...Object.fromEntries((page.cursor ?? []).map((value, index) => [`cursor${index}`, value])),
  limit: page.limit + 1,
});

/** A page of a whole list. */
export async function listPage<Row, Node>(
  db: Database,
  list: List<Row, Node, undefined>,
): Promise<ListConnection<Node>> {
  const query = prepared(db, pageShape(list), () => list.rows(pagingOf(list), undefined).prepare('list'));
  const connection = toConnection(await query.execute(pageValues(list)), list.page, list.keyOf, list.toNode);
  if (!list.count) return connection;
  const { count, shape, values = {} } = list;
  connection.totalCount = async () =>
    onlyRow(await prepared(db, `${shape} count`, () => count(undefined).prepare('count')).execute(values)).count;
  return connection;
}

export type ListPages = <Row, Node>(list: List<Row, Node, SQL>) => DataLoader<string, ListConnection<Node>>;

/**
 * For a list below a list: the page of each parent, by its key. One statement for all parents that ask with the same
 * arguments, and one more where they count. Made once per request.
 */
export function listPages(db: Database): ListPages {
  // `any`: the key of a loader names its list, and so what its nodes are
  const loaders = new Map<string, DataLoader<string, ListConnection<any>>>();
  return (list) => {
    const key = `${pageShape(list)} ${JSON.stringify(pageValues(list))}`;
    const loader = loaders.get(key) ?? pagesOfParents(db, list);
    loaders.set(key, loader);
    return loader;
  };
}

function pagesOfParents<Row, Node>(db: Database, list: List<Row, Node, SQL>): DataLoader<string, ListConnection<Node>> {
  const values = pageValues(list);
  const rowsOf = rowsPerParent(db, pageShape(list), (parent) => list.rows(pagingOf(list), parent));
  const counts = list.count && countsOfParents(db, list.shape, list.count, list.values);
  return new DataLoader(async (parents) => {
    const lists = await rowsOf(parents, values);
    return lists.map((rows, index) => {
      const connection = toConnection(rows, list.page, list.keyOf, list.toNode);
      if (counts) connection.totalCount = () => counts.load(parents[index]!);
      return connection;
    });
  });
}

function countsOfParents(
  db: Database,
  shape: string,
  count: (parent: SQL) => Repeatable<{ count: number }>,
  values: Record<string, unknown> | undefined,
): DataLoader<string, number> {
  const countsOf = rowsPerParent(db, `${shape} count`, count);
  return new DataLoader(async (parents) => (await countsOf(parents, values)).map((rows) => onlyRow(rows).count));
}
