import { sql } from 'drizzle-orm';
import { buildASTSchema, getNamedType, isInputObjectType, isObjectType, Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Database } from './data/database.ts';
import type { TestResult, TestSubgraph } from './testing.ts';

/** What a mutation is asked, and by whom. Whoever says it makes the world that it is about. */
export interface Asked {
  as: ReturnType<TestSubgraph['as']>;
  input?: object;
}

/** Of one mutation, each by its circumstances, such as "another address". */
export interface VersionCases {
  /** Something changes. `one`: whatever counts one more by it, such as `carts.version cart_1`. What is new is not among it. */
  counts: Record<string, () => Promise<Asked & { one: string[] }>>;
  /** It is done, and everything was so already. */
  nothing: Record<string, () => Promise<Asked>>;
  refused: Record<string, () => Promise<Asked & { code: string }>>;
}

interface Mutation {
  name: string;
  inputType: string | undefined;
  expectsVersion: boolean;
  /** Fields of its payload whose type has a version. */
  versioned: string[];
}

/** All mutations of a subgraph: each may change what has a version in its database. */
function mutationsOf(sdl: string): Mutation[] {
  const document = parse(sdl);
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION);
  const schema = buildASTSchema({ ...document, definitions }, { assumeValid: true, assumeValidSDL: true });
  return Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ name, type, args }) => {
    const input = args.find((argument) => argument.name === 'input')?.type;
    const inputType = input && getNamedType(input);
    const payload = getNamedType(type);
    const fields = isObjectType(payload) ? Object.values(payload.getFields()) : [];
    return {
      name,
      inputType: input?.toString(),
      expectsVersion: isInputObjectType(inputType) && 'expectedVersion' in inputType.getFields(),
      versioned: fields
        .filter((field) => {
          const of = getNamedType(field.type);
          return isObjectType(of) && 'version' in of.getFields();
        })
        .map((field) => field.name),
    };
  });
}

interface Kept {
  /** Every number that counts changes, by its column and row: `carts.version cart_1`. */
  numbers: Record<string, number>;
  /** The whole rows, by the same. */
  rows: Record<string, Record<string, unknown>>;
}

/** The columns that count changes: `carts.version`, `variants.price_version`. That of an event says how it is written. */
async function versionColumns(db: Database): Promise<string[]> {
  const columns = await db.execute<{ column: string }>(
    sql`SELECT table_name || '.' || column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> 'outbox' AND column_name ~ '(^|_)version$' ORDER BY 1`,
  );
  return columns.map(({ column }) => column);
}

/** A whole database as its versions see it. */
async function keptIn(db: Database, columns: readonly string[]): Promise<Kept> {
  const kept: Kept = { numbers: {}, rows: {} };
  for (const full of columns) {
    const [table, column] = full.split('.') as [string, string];
    const rows = await db.execute<{ row: Record<string, unknown> }>(
      sql`SELECT to_jsonb(one) AS row FROM ${sql.identifier(table)} AS one ORDER BY id`,
    );
    for (const { row } of rows) {
      kept.numbers[`${full} ${row.id}`] = Number(row[column]);
      kept.rows[`${full} ${row.id}`] = row;
    }
  }
  return kept;
}

/** How much higher the numbers of the same rows are. */
const countedBetween = (before: Kept, after: Kept): Record<string, number> =>
  Object.fromEntries(
    Object.entries(before.numbers)
      .map(([key, number]): [string, number] => [key, (after.numbers[key] ?? number) - number])
      .filter(([, more]) => more !== 0),
  );

/** Which rows of those that say when they were updated say another moment. */
const updatedBetween = (before: Kept, after: Kept): string[] =>
  Object.keys(before.rows).filter(
    (key) => after.rows[key] && before.rows[key]?.updated_at !== after.rows[key].updated_at,
  );

/** `one`: what counts one more, all of it. A row whose version counts says that it was updated, where it says when. */
function expectCounted(before: Kept, after: Kept, one: readonly string[]): void {
  expect(countedBetween(before, after)).toEqual(Object.fromEntries(one.map((key) => [key, 1])));
  expect(updatedBetween(before, after)).toEqual(
    one.filter((key) => key.includes('.version ') && before.rows[key]?.updated_at),
  );
}

const codesOf = ({ data, errors }: TestResult, name: string): string[] =>
  errors
    ? errors.map(({ extensions }) => extensions.code)
    : data[name].userErrors.map(({ code }: { code: string }) => code);

/**
 * Tests of all mutations of a subgraph and the numbers that count changes in its database: they are one higher when something
 * changed, and as they were when nothing did. A mutation or a number that is not named is red.
 */
export function describeVersions(
  shop: Pick<TestSubgraph, 'db'>,
  { schema, numbers, cases }: { schema: string; numbers: string[]; cases: Record<string, VersionCases> },
): void {
  const mutations = mutationsOf(schema);
  const look = () => keptIn(shop.db, numbers);

  test('every mutation has cases here, and every number that counts changes is looked at', async () => {
    expect(Object.keys(cases).sort()).toEqual(mutations.map(({ name }) => name).sort());
    const isEmpty = (some: object) => Object.keys(some).length === 0;
    for (const [name, { counts, nothing, refused }] of Object.entries(cases))
      expect([isEmpty({ ...counts, ...nothing }), isEmpty(refused)], name).toEqual([false, false]);
    expect(await versionColumns(shop.db)).toEqual(numbers);
  });

  describe.each(mutations.filter(({ name }) => cases[name]))('$name', (mutation) => {
    const { name, inputType, expectsVersion, versioned } = mutation;
    const { counts, nothing, refused } = cases[name] as VersionCases;
    const selection = [...versioned.map((field) => `${field} { id version }`), 'userErrors { code }'].join(' ');
    const ask = ({ as, input }: Asked): Promise<TestResult> =>
      input
        ? as(`mutation ($input: ${inputType}) { ${name}(input: $input) { ${selection} } }`, { input })
        : as(`mutation { ${name} { ${selection} } }`);
    /** It is done, and tells the versions that are kept. */
    const done = async (asked: Asked): Promise<Kept> => {
      const { data, errors } = await ask(asked);
      expect([errors, data?.[name].userErrors]).toEqual([undefined, []]);
      const after = await look();
      for (const field of versioned) {
        const { id, version } = data[name][field];
        const [kept] = Object.entries(after.numbers).filter(([key]) => key.endsWith(`.version ${id}`));
        expect(kept?.[1]).toBe(version);
      }
      return after;
    };

    test.each(Object.entries(counts))('%s: what is meant counts one more, and nothing else does', async (_, make) => {
      const { one, ...asked } = await make();
      const before = await look();
      const after = await done(asked);
      expect(after.rows).not.toEqual(before.rows);
      expectCounted(before, after, one);
    });

    test.each(Object.entries(nothing))('%s: nothing that has a version is changed', async (_, make) => {
      const asked = await make();
      const before = await look();
      expect(await done(asked)).toEqual(before);
    });

    test.each(Object.entries(refused))('%s: refused, and everything stays as it was', async (_, make) => {
      const { code, ...asked } = await make();
      const before = await look();
      expect(codesOf(await ask(asked), name)).toEqual([code]);
      expect(await look()).toEqual(before);
    });

    if (!expectsVersion) return;
    test.each(Object.entries(counts))('%s: for the version that was seen, and for no other', async (_, make) => {
      const { one, as, input } = await make();
      const before = await look();
      const [meant] = one.filter((key) => key.includes('.version '));
      if (!meant) {
        // there is none to have been seen
        expect(codesOf(await ask({ as, input: { ...input, expectedVersion: 1 } }), name)).toEqual(['VERSION_CONFLICT']);
        expect(await look()).toEqual(before);
        return;
      }
      const actual = before.numbers[meant]!;
      expect(actual).toBeGreaterThan(1);
      for (const expectedVersion of [actual - 1, actual + 1]) {
        const { errors } = await ask({ as, input: { ...input, expectedVersion } });
        expect(errors).toMatchObject([
          { extensions: { code: 'VERSION_CONFLICT', field: 'input.expectedVersion', rule: 'version', actual } },
        ]);
        expect(await look()).toEqual(before);
      }
      expectCounted(before, await done({ as, input: { ...input, expectedVersion: actual } }), one);
    });
  });
}
