import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  badInput,
  type Context,
  type Database,
  DomainError,
  filesOf,
  isOneOf,
  MOST_PICTURE_BYTES,
  newId,
  onlyRow,
  PICTURE_TYPES,
  rateLimited,
  refuse,
  type Service,
  squarePictures,
  type UploadInput,
  uploadAnswer,
  type UploadPayload,
} from '@storegraph/kit';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { deleteLater } from '../file/file.jobs.ts';
import { inOwnAccount } from '../link/link.service.ts';
import { assertNotTooOften } from '../user/user.limits.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { AVATARS, avatarByKey, avatarKey, avatarKeys, avatarOf, SIDES, UPLOADS, uploadKey } from './avatar.rules.ts';
import { type UploadRow, uploads } from './avatar.table.ts';

type Caller = Pick<Context, 'viewer' | 'service'>;

const A_DAY_HAS = { userId: uploads.userId, at: uploads.createdAt, most: 20, hours: 24 };
const SENT_WITHIN_SECONDS = 900;
/** Nearly always. */
const DRAWN_IN_SECONDS = 2;
/** Also when very many wait for their turn. Whose process dies meanwhile waits as long. */
const DRAWN_WITHIN = sql`interval '2 minutes'`;
const ABOUT = 'input.uploadId';
const AT_UPLOAD = ABOUT.split('.');

const kept = sql`${uploads.createdAt} > now() - interval '1 day'`;

export async function createAvatarUpload(
  caller: Caller,
  { contentType, bytes, sha256 }: UploadInput,
): Promise<Omit<UploadPayload, 'userErrors'>> {
  if (!PICTURE_TYPES.includes(contentType))
    throw badInput('input.contentType', 'picture', `contentType must be one of ${PICTURE_TYPES.join(', ')}`);
  if (bytes > MOST_PICTURE_BYTES)
    throw badInput('input.bytes', 'max', `A picture has at most ${MOST_PICTURE_BYTES} bytes`, {
      limit: MOST_PICTURE_BYTES,
    });
  const upload = await inOwnAccount(caller, async (tx, { id: userId }) => {
    await assertNotTooOften(tx, userId, A_DAY_HAS, `An account sends at most ${A_DAY_HAS.most} pictures a day`);
    return tx
      .insert(uploads)
      .values({ id: newId('upl'), userId, contentType, bytes, sha256 })
      .returning()
      .then(onlyRow);
  });
  const signed = await filesOf(caller.service).signedUpload({
    key: uploadKey(upload.id),
    contentType,
    bytes,
    sha256,
    expiresInSeconds: SENT_WITHIN_SECONDS,
  });
  return uploadAnswer(upload.id, signed);
}

const isOpen = and(isNull(uploads.attachedAt), isNull(uploads.refusedAt), kept);
const openUpload = (id: string, userId: string) => and(eq(uploads.id, id), eq(uploads.userId, userId), isOpen);
/** Whether what is sent under this key may still become a picture: not of an account that is gone, nor of what was used up. */
export const isAwaited = async ({ db }: Service, key: string): Promise<boolean> =>
  (await db.$count(uploads, and(eq(uploads.id, key.slice(UPLOADS.length)), isOpen))) > 0;
const noUpload = (): never =>
  refuse('NOT_FOUND', 'There is no such upload, or it was used already: send the picture again', AT_UPLOAD);

/** The files come first: an account never has a picture that is not there. What nobody has after all goes by `sweepFiles`. */
export async function confirmAvatar(caller: Caller, uploadId: string): Promise<UserRow> {
  const { service } = caller;
  const upload = await beginDrawing(caller, uploadId);
  try {
    return await wear(caller, upload, await draw(service, upload));
  } catch (error) {
    await service.db.update(uploads).set({ drawnUntil: null }).where(eq(uploads.id, upload.id));
    throw error;
  }
}

/** Of an account one is drawn at a time, however many it confirms at once: pictures take turns, and others want theirs. */
const beginDrawing = (caller: Caller, uploadId: string): Promise<UploadRow> =>
  inOwnAccount(caller, async (tx, { id: userId }) => {
    const isDrawn = and(eq(uploads.userId, userId), gt(uploads.drawnUntil, sql`now()`));
    if ((await tx.$count(uploads, isDrawn)) > 0)
      throw rateLimited('A picture of this account is made just now', DRAWN_IN_SECONDS);
    const [upload] = await tx
      .update(uploads)
      .set({ drawnUntil: sql`now() + ${DRAWN_WITHIN}` })
      .where(openUpload(uploadId, userId))
      .returning();
    return upload ?? noUpload();
  });

const wear = (caller: Caller, { id: uploadId, userId }: UploadRow, avatar: string): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, before) => {
    const [attached] = await tx
      .update(uploads)
      .set({ attachedAt: sql`now()`, drawnUntil: null })
      .where(openUpload(uploadId, userId))
      .returning();
    if (!attached) return noUpload();
    const user = await tx.update(users).set({ avatar }).where(eq(users.id, userId)).returning().then(onlyRow);
    await deleteLater(tx, [uploadKey(uploadId), ...(before.avatar ? avatarKeys(before.avatar) : [])]);
    return user;
  });

export const removeAvatar = (caller: Caller): Promise<UserRow> => inOwnAccount(caller, forgetAvatar);

/** Of an account that is locked. */
async function forgetAvatar(tx: Database, user: UserRow): Promise<UserRow> {
  if (!user.avatar) return user;
  await deleteLater(tx, avatarKeys(user.avatar));
  return tx.update(users).set({ avatar: null }).where(eq(users.id, user.id)).returning().then(onlyRow);
}

/** Of an account that goes: the picture, and whatever was sent for one. */
export async function forgetPictures(tx: Database, user: UserRow): Promise<void> {
  await forgetAvatar(tx, user);
  const gone = await tx.delete(uploads).where(eq(uploads.userId, user.id)).returning({ id: uploads.id });
  await deleteLater(
    tx,
    gone.map(({ id }) => uploadKey(id)),
  );
}

/** Puts what is made of an upload where it is read. An upload that is no picture is used up. */
async function draw(service: Service, upload: UploadRow): Promise<string> {
  const store = filesOf(service);
  try {
    const { hash, bySide } = await squarePictures(() => sentBytes(service, upload), SIDES, ABOUT);
    const avatar = avatarOf(upload.id, hash);
    for (const [side, bytes] of bySide) await store.put(avatarKey(avatar, side), bytes, { contentType: 'image/webp' });
    return avatar;
  } catch (error) {
    if (error instanceof DomainError && error.extensions.code === 'BAD_USER_INPUT') await refuseUpload(service, upload);
    throw error;
  }
}

/** A store may have been given others than it was told to take, such as by who has its keys. */
async function sentBytes(service: Service, { id, bytes, sha256 }: UploadRow): Promise<Buffer> {
  const file = await filesOf(service).get(uploadKey(id));
  if (!file) refuse('INVALID_STATE', 'Its bytes have not been sent yet', AT_UPLOAD);
  if (file.bytes !== bytes) {
    file.stream.destroy();
    throw badInput(ABOUT, 'bytes', `The file has ${file.bytes} bytes, and ${bytes} were promised`);
  }
  const sent = await buffer(file.stream);
  if (createHash('sha256').update(sent).digest('hex') !== sha256)
    throw badInput(ABOUT, 'sha256', 'The file has another SHA-256 than was promised');
  return sent;
}

const refuseUpload = ({ db }: Service, { id, userId }: UploadRow): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.update(uploads).set({ refusedAt: sql`now()` }).where(openUpload(id, userId));
    await deleteLater(tx, [uploadKey(id)]);
  });

const DAY_IN_MS = 24 * 3_600_000;
const PAGE = 500;

/** Uploads of more than a day ago, with their files; files of that age that no row knows. */
export async function sweepFiles(service: Service): Promise<void> {
  const { db } = service;
  const store = filesOf(service);
  await db.delete(uploads).where(sql`NOT ${kept}`);
  // none of these has a row any more: it is as old as its file, or older
  for await (const key of oldKeys(service, UPLOADS)) await store.delete(key);
  let page: string[] = [];
  const sweepPage = async () => {
    const asked = [...new Set(page.map(avatarByKey))];
    const rows = await db.select({ avatar: users.avatar }).from(users).where(isOneOf(users.avatar, asked));
    const shown = new Set(rows.map(({ avatar }) => avatar));
    for (const key of page) if (!shown.has(avatarByKey(key))) await store.delete(key);
    page = [];
  };
  for await (const key of oldKeys(service, AVATARS)) if (page.push(key) === PAGE) await sweepPage();
  if (page.length > 0) await sweepPage();
}

async function* oldKeys(service: Service, folder: string): AsyncIterable<string> {
  for await (const { key, modifiedAt } of filesOf(service).list(folder))
    if (Date.now() - modifiedAt.getTime() > DAY_IN_MS) yield key;
}
