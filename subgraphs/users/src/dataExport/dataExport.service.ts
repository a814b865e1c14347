import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { PersonalDataPage } from '@storegraph/commerce';
import {
  type Context,
  type Database,
  enqueueJob,
  filesOf,
  newId,
  onlyRow,
  publish,
  type Service,
  type UploadPayload,
} from '@storegraph/kit';
import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { type AsyncZippable, zip } from 'fflate';
import { users as contract } from '../contract.ts';
import { deleteLater } from '../file/file.jobs.ts';
import { inOwnAccount, lockAccount } from '../link/link.service.ts';
import { toOwner } from '../mailbox/mailbox.service.ts';
import { assertNotTooOften } from '../user/user.limits.ts';
import { users } from '../user/user.table.ts';
import { filesAbout, sources } from './dataExport.sources.ts';
import { dataExportPages, type DataExportRow, dataExports } from './dataExport.table.ts';

export const MAKE_EXPORT = 'makeDataExport';
/** So many are swept in one transaction. */
const PAGE = 100;
const EXPORTS = 'exports/';
const KEPT_HOURS = 24;
const A_DAY_HAS = { userId: dataExports.userId, at: dataExports.requestedAt, most: 3, hours: 24 };

/** One at a time: asking while one is made names that one, and sees to it that it goes on. */
export const exportMyData = (caller: Pick<Context, 'viewer' | 'service'>): Promise<Omit<UploadPayload, 'userErrors'>> =>
  inOwnAccount(caller, async (tx, { id: userId }) => {
    const { id } = (await underWay(tx, userId)) ?? (await newExport(tx, userId));
    await enqueueJob(tx, MAKE_EXPORT, id, { exportId: id });
    return { uploadId: id };
  });

async function underWay(tx: Database, userId: string): Promise<DataExportRow | undefined> {
  const [open] = await tx
    .select()
    .from(dataExports)
    .where(and(eq(dataExports.userId, userId), isNull(dataExports.fileKey)));
  return open;
}

async function newExport(tx: Database, userId: string): Promise<DataExportRow> {
  await assertNotTooOften(
    tx,
    userId,
    A_DAY_HAS,
    `Your data can be asked for ${A_DAY_HAS.most} times a day: the links that were sent hold`,
  );
  return tx
    .insert(dataExports)
    .values({ id: newId('exp'), userId })
    .returning()
    .then(onlyRow);
}

/** Asks every domain, page by page, and keeps what each has answered: whatever dies or is away, it goes on where it was. */
export async function makeExport(service: Service, { exportId }: { exportId: string }): Promise<void> {
  const [open] = await service.db
    .select()
    .from(dataExports)
    .where(and(eq(dataExports.id, exportId), isNull(dataExports.fileKey)));
  if (!open) return;
  for (const domain of Object.keys(sources)) await collect(service, open, domain);
  await finish(service, open);
}

async function collect(service: Service, { id: exportId, userId }: DataExportRow, domain: string): Promise<void> {
  const { db } = service;
  const [last] = await db
    .select({ number: dataExportPages.number, next: dataExportPages.next })
    .from(dataExportPages)
    .where(and(eq(dataExportPages.exportId, exportId), eq(dataExportPages.domain, domain)))
    .orderBy(desc(dataExportPages.number))
    .limit(1);
  let number = last?.number ?? 0;
  let next: string | null = last?.next ?? null;
  while (number === 0 || next !== null) {
    const page: PersonalDataPage = await sources[domain]!(service, { userId, after: next });
    number++;
    next = page.next;
    await db.insert(dataExportPages).values({ exportId, domain, number, ...page });
  }
}

const README = (name: string) => `What ${name} keeps about you, when you asked for it.

Each file is of one part of the shop, and has the names that the shop's own programs use: times are in UTC, amounts have their
currency beside them. What is null was never said. Cards are kept by Stripe, and shown here as the shop sees them.
`;

async function finish(service: Service, { id, userId }: DataExportRow): Promise<void> {
  const { db } = service;
  const pages = await db
    .select()
    .from(dataExportPages)
    .where(eq(dataExportPages.exportId, id))
    .orderBy(asc(dataExportPages.domain), asc(dataExportPages.number));
  const byDomain = Map.groupBy(pages, ({ domain }) => domain);
  const files: AsyncZippable = { 'readme.txt': Buffer.from(README(String(service.env.SHOP_NAME))) };
  for (const [domain, parts] of byDomain)
    files[`${domain}.json`] = Buffer.from(`${JSON.stringify(together(parts.map(({ data }) => data)), null, 2)}\n`);
  for (const [name, content] of Object.entries(await filesAbout(service, userId))) files[name] = await buffer(content);
  // whoever has the key of nothing else cannot guess it
  const fileKey = `${EXPORTS}${id}/${randomBytes(16).toString('hex')}/my-data.zip`;
  const store = filesOf(service);
  await store.put(fileKey, await promisify<AsyncZippable, Uint8Array>(zip)(files), { contentType: 'application/zip' });
  const link = store.signedRead(fileKey, { expiresInSeconds: KEPT_HOURS * 3_600 });
  await db.transaction(async (tx) => {
    const user = await lockAccount(tx, and(eq(users.id, userId), isNull(users.deletedAt)));
    const [done] = await tx
      .update(dataExports)
      .set({ fileKey, expiresAt: sql`now() + ${KEPT_HOURS} * interval '1 hour'` })
      .where(and(eq(dataExports.id, id), isNull(dataExports.fileKey)))
      .returning({ expiresAt: dataExports.expiresAt });
    // another one was faster, or the account is gone: nobody gets this file
    if (!user || !done) return deleteLater(tx, [fileKey]);
    await tx.delete(dataExportPages).where(eq(dataExportPages.exportId, id));
    await publish(tx, contract.DataExportReady, {
      ...toOwner(user),
      link,
      expiresAt: done.expiresAt!.toISOString(),
    });
  });
}

/** Pages of one domain as one: lists follow each other. */
function together(pages: readonly Record<string, unknown>[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const page of pages)
    for (const [name, value] of Object.entries(page)) {
      const before = whole[name];
      whole[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  return whole;
}

const endExports = async (tx: Database, which: ReturnType<typeof and>): Promise<number> => {
  const gone = await tx.delete(dataExports).where(which).returning({ fileKey: dataExports.fileKey });
  await deleteLater(
    tx,
    gone.flatMap(({ fileKey }) => fileKey ?? []),
  );
  return gone.length;
};

/** When their links have ended. Also what a process left that died between making a file and noting it. */
export async function sweepExports(service: Service): Promise<void> {
  const store = filesOf(service);
  const ended = and(isNotNull(dataExports.fileKey), lte(dataExports.expiresAt, sql`now()`));
  let swept: number;
  do {
    swept = await service.db.transaction((tx) => {
      const page = tx.select({ id: dataExports.id }).from(dataExports).where(ended).limit(PAGE);
      return endExports(tx, inArray(dataExports.id, page));
    });
  } while (swept === PAGE);
  for await (const { key, modifiedAt } of store.list(EXPORTS))
    if (Date.now() - modifiedAt.getTime() > (KEPT_HOURS + 1) * 3_600_000) await store.delete(key);
}

export const forgetExports = (tx: Database, userId: string): Promise<number> =>
  endExports(tx, eq(dataExports.userId, userId));
