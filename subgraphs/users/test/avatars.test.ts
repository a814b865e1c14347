import { createHash, randomBytes } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, RemoteError } from '@storegraph/kit';
import { eventually } from '@storegraph/kit/testing/eventually';
import { sql } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { isAwaited } from '../src/avatar/avatar.service.ts';
import { avatarKeys, sideFor, uploadKey } from '../src/avatar/avatar.rules.ts';
import { codesOf, openUsers } from './world.ts';

const world = await openUsers();
const { shop, guest, register, viewerOf, rowOf } = world;
afterAll(() => shop.stop());

const store = filesOf(shop.service);
const picture = (color = 'red', side = 300) =>
  sharp({ create: { width: side, height: side, channels: 3, background: color } })
    .jpeg()
    .toBuffer();
const promised = (bytes: Buffer) => ({
  contentType: 'image/jpeg',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const CREATE = `mutation ($input: UploadInput!) { createAvatarUpload(input: $input) {
  uploadId url method headers { name value } expiresAt userErrors { code path } } }`;
const USER = '{ user { id avatar { url alt width height } } userErrors { code path } }';
const CONFIRM = `mutation ($input: ConfirmAvatarInput!) { confirmAvatar(input: $input) ${USER} }`;
const REMOVE = `mutation { removeAvatar ${USER} }`;
const MINE = '{ me { avatar { url } } }';

async function newShopper() {
  const session = await register();
  const as = viewerOf(session);
  const create = (input: object) => as(CREATE, { input });
  const confirm = (uploadId: string) => as(CONFIRM, { input: { uploadId } });
  const id: string = session.user.id;
  return {
    id,
    as,
    create,
    confirm,
    /** The id of an upload whose bytes have come; `sent` are others than promised. */
    async send(bytes: Buffer, sent = bytes): Promise<string> {
      const { uploadId } = (await create(promised(bytes))).data.createAvatarUpload;
      await store.put(uploadKey(uploadId), sent, { contentType: 'image/jpeg' });
      return uploadId;
    },
    async wear(bytes: Buffer): Promise<string> {
      const { data } = await confirm(await this.send(bytes));
      expect(data.confirmAvatar.userErrors).toEqual([]);
      return (await rowOf(id)).avatar;
    },
  };
}
const has = async (key: string) => {
  const file = await store.get(key);
  file?.stream.destroy();
  return file !== null;
};
const isThere = (avatar: string) => Promise.all(avatarKeys(avatar).map(has));
const uploadOf = async (id: string): Promise<any> =>
  (await shop.db.execute(sql`SELECT * FROM uploads WHERE id = ${id}`))[0];
const ALL = [true, true, true, true];
const NONE = [false, false, false, false];

test('a picture is promised, sent and confirmed, and stands at an address of its own in every size', async () => {
  const ada = await newShopper();
  const bytes = await picture();
  const { data } = await ada.create(promised(bytes));
  const { uploadId, url, method, headers, expiresAt, userErrors } = data.createAvatarUpload;
  expect([method, headers, userErrors]).toEqual(['PUT', [{ name: 'content-type', value: 'image/jpeg' }], []]);
  expect(new URL(url).pathname).toBe(`/uploads/users/uploads/${uploadId}`);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 900_000)).toBeLessThan(60_000);
  await store.put(uploadKey(uploadId), bytes, { contentType: 'image/jpeg' });

  const { user } = (await ada.confirm(uploadId)).data.confirmAvatar;
  const { avatar } = await rowOf(ada.id);
  expect(avatar).toMatch(new RegExp(`^avatars/${uploadId}/[0-9a-f]{32}$`));
  expect(user).toEqual({
    id: ada.id,
    avatar: {
      url: expect.stringContaining(`/media/users/${avatar}-256.webp?signature=`),
      alt: null,
      width: 256,
      height: 256,
    },
  });
  const sizes =
    '{ me { a: avatar(size: 1) { url width } b: avatar(size: 65) { width } c: avatar(size: 9999) { width } } }';
  expect((await ada.as(sizes)).data.me).toEqual({
    a: { url: expect.stringContaining(`${avatar}-64.webp?`), width: 64 },
    b: { width: 128 },
    c: { width: 512 },
  });
  expect(await isThere(avatar)).toEqual(ALL);
  await shop.runJobs();
  expect(await has(uploadKey(uploadId))).toBe(false);
});

test.each([
  [-1, 64],
  [64, 64],
  [65, 128],
  [512, 512],
  [2 ** 31 - 1, 512],
])('for %i pixels there is a picture of %i', (size, side) => expect(sideFor(size)).toBe(side));

test('staff see the picture of an account, others do not', async () => {
  const [ada, eve] = [await newShopper(), await newShopper()];
  await ada.wear(await picture());
  const QUERY = 'query ($who: [_Any!]!) { _entities(representations: $who) { ... on User { avatar { width } } } }';
  const who = [{ __typename: 'User', id: ada.id }];
  const staff = shop.as({ id: eve.id, roles: ['STAFF'], sessionId: 'x' });
  expect((await staff(QUERY, { who })).data._entities).toEqual([{ avatar: { width: 256 } }]);
  expect((await eve.as(QUERY, { who })).data._entities).toEqual([null]);
  expect((await guest(QUERY, { who })).data._entities).toEqual([null]);
});

test('another picture takes the place of the one before, whose files go after that', async () => {
  const ada = await newShopper();
  const first = await ada.wear(await picture('red'));
  const second = await ada.wear(await picture('blue'));
  expect([await isThere(first), await isThere(second)]).toEqual([ALL, ALL]);
  await shop.runJobs();
  expect([await isThere(first), await isThere(second)]).toEqual([NONE, ALL]);
});

test('a picture is taken away, with its files, and taking away none changes nothing', async () => {
  const ada = await newShopper();
  const avatar = await ada.wear(await picture());
  for (let time = 0; time < 2; time++)
    expect((await ada.as(REMOVE)).data.removeAvatar).toEqual({ user: { id: ada.id, avatar: null }, userErrors: [] });
  await shop.runJobs();
  expect([await isThere(avatar), (await rowOf(ada.id)).avatar]).toEqual([NONE, null]);
});

test('two accounts with the same picture have files of their own', async () => {
  const [ada, bob] = [await newShopper(), await newShopper()];
  const bytes = await picture('green');
  const [one, other] = [await ada.wear(bytes), await bob.wear(bytes)];
  expect(one.split('/')[2]).toBe(other.split('/')[2]);
  await ada.as(REMOVE);
  await shop.runJobs();
  expect([await isThere(one), await isThere(other)]).toEqual([NONE, ALL]);
});

/** What has been sent is read when this says so. */
function holdFiles() {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const get = store.get.bind(store);
  const read = vi.spyOn(store, 'get').mockImplementation(async (key) => {
    await held;
    return get(key);
  });
  return {
    keys: () => read.mock.calls.map(([key]) => key),
    [Symbol.dispose]() {
      letGo();
      read.mockRestore();
    },
  };
}

test('of an account one picture is made at a time, however many it confirms at once, and others have their turn', async () => {
  const [ada, bob] = [await newShopper(), await newShopper()];
  const sent = [await ada.send(await picture('red')), await ada.send(await picture('blue'))];
  const bobs = await bob.send(await picture('lime'));
  const refused: unknown[] = [];
  let drawn: ReturnType<typeof ada.confirm>[];
  {
    using files = holdFiles();
    // 20 pictures may wait for their turn
    drawn = Array.from({ length: 30 }, (_, index) => ada.confirm(sent[index % 2]!));
    for (const one of drawn) void one.then(({ errors }) => errors && refused.push(errors[0].extensions));
    await eventually(() => expect(refused).toHaveLength(29));
    drawn.push(bob.confirm(bobs));
    await eventually(() => expect(files.keys()).toHaveLength(1));
    expect(sent.map(uploadKey)).toContain(files.keys()[0]);
  }
  const done = (await Promise.all(drawn)).filter(({ data }) => data);
  expect((await rowOf(bob.id)).avatar).toContain(bobs);
  expect(done.map(({ data }) => data.confirmAvatar.userErrors)).toEqual([[], []]);
  expect(new Set(refused.map((one) => JSON.stringify(one)))).toEqual(
    new Set(['{"retryAfterInSeconds":2,"code":"RATE_LIMITED"}']),
  );
  const [other] = await shop.db.execute<{ id: string }>(
    sql`SELECT id FROM uploads WHERE user_id = ${ada.id} AND attached_at IS NULL AND drawn_until IS NULL`,
  );
  expect((await ada.confirm(other!.id)).data.confirmAvatar.userErrors).toEqual([]);
});

test('a picture whose process has died while it was made keeps its account from another one for two minutes', async () => {
  const ada = await newShopper();
  const [lost, next] = [await ada.send(await picture('red')), await ada.send(await picture('blue'))];
  const outcome = async (uploadId: string, left: string) => {
    await shop.db.execute(sql`UPDATE uploads SET drawn_until = now() + ${left}::interval WHERE id = ${lost}`);
    const { data, errors } = await ada.confirm(uploadId);
    return errors ? errors[0].extensions.code : data.confirmAvatar.userErrors;
  };
  expect([await outcome(lost, '1 second'), await outcome(next, '1 second')]).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  expect([await outcome(next, '-1 millisecond'), await outcome(lost, '-1 millisecond')]).toEqual([[], []]);
});

test('while files cannot be read nothing is used up', async () => {
  const ada = await newShopper();
  const uploadId = await ada.send(await picture());
  const read = vi.spyOn(store, 'get').mockRejectedValueOnce(new RemoteError('s3', 'get'));
  expect(codesOf(await ada.confirm(uploadId))).toEqual(['SERVICE_UNAVAILABLE']);
  read.mockRestore();
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toEqual([]);
});

test('while the process that draws it fails nothing is used up', async () => {
  const ada = await newShopper();
  const uploadId = await ada.send(await picture());
  const { execPath } = process;
  process.execPath = '/bin/false';
  const { errors } = await ada.confirm(uploadId).finally(() => {
    process.execPath = execPath;
  });
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect(await uploadOf(uploadId)).toMatchObject({ attached_at: null, refused_at: null, drawn_until: null });
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toEqual([]);
});

test('bytes are awaited until they were used, were refused, are a day old or their account is gone', async () => {
  const ada = await newShopper();
  const [worn, refused, old, open, gone] = await Promise.all(
    ['red', 'lime', 'blue', 'navy', 'teal'].map(async (color) => ada.send(await picture(color))),
  );
  const awaited = () =>
    Promise.all([worn, refused, old, open, gone].map((id) => isAwaited(shop.service, uploadKey(id!))));
  expect(await awaited()).toEqual([true, true, true, true, true]);
  expect((await ada.confirm(worn!)).data.confirmAvatar.userErrors).toEqual([]);
  await store.put(uploadKey(refused!), svg, { contentType: 'image/jpeg' });
  expect(codesOf(await ada.confirm(refused!))).toEqual(['BAD_USER_INPUT']);
  await shop.db.execute(sql`UPDATE uploads SET created_at = now() - interval '1 day 1 second' WHERE id = ${old!}`);
  await shop.db.execute(sql`DELETE FROM uploads WHERE id = ${gone!}`);
  expect(await awaited()).toEqual([false, false, false, true, false]);
  expect(await isAwaited(shop.service, 'uploads/upl_of_nobody')).toBe(false);
});

test('an upload counts once', async () => {
  const ada = await newShopper();
  const uploadId = await ada.send(await picture());
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toEqual([]);
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toEqual([
    { code: 'NOT_FOUND', path: ['input', 'uploadId'] },
  ]);
  const { avatar } = await rowOf(ada.id);
  await ada.as(REMOVE);
  await store.put(uploadKey(uploadId), await picture(), { contentType: 'image/jpeg' });
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  await shop.runJobs();
  expect([await isThere(avatar), (await rowOf(ada.id)).avatar]).toEqual([NONE, null]);
});

test("somebody else's upload is none", async () => {
  const [ada, eve] = [await newShopper(), await newShopper()];
  const uploadId = await ada.send(await picture());
  expect((await eve.confirm(uploadId)).data.confirmAvatar).toEqual({
    user: null,
    userErrors: [{ code: 'NOT_FOUND', path: ['input', 'uploadId'] }],
  });
  expect([(await rowOf(ada.id)).avatar, (await rowOf(eve.id)).avatar]).toEqual([null, null]);
  expect((await ada.confirm(uploadId)).data.confirmAvatar.user.avatar.width).toBe(256);
});

test('an upload of yesterday is none any more', async () => {
  const ada = await newShopper();
  const uploadId = await ada.send(await picture());
  await shop.db.execute(sql`UPDATE uploads SET created_at = now() - interval '1 day 1 second' WHERE id = ${uploadId}`);
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await rowOf(ada.id)).avatar).toBeNull();
});

test('what was not sent yet can be sent and confirmed later', async () => {
  const ada = await newShopper();
  const bytes = await picture();
  const { uploadId } = (await ada.create(promised(bytes))).data.createAvatarUpload;
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toEqual([
    { code: 'INVALID_STATE', path: ['input', 'uploadId'] },
  ]);
  await store.put(uploadKey(uploadId), bytes, { contentType: 'image/jpeg' });
  expect((await ada.confirm(uploadId)).data.confirmAvatar.user.avatar.width).toBe(256);
});

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>');
test.each<[string, () => Promise<[Buffer, Buffer?]>, string]>([
  ['SVG', async () => [svg], 'picture'],
  [
    'a GIF',
    async () => [
      await sharp(await picture())
        .gif()
        .toBuffer(),
    ],
    'picture',
  ],
  ['a ZIP', async () => [Buffer.from('504b0506000000000000000000000000000000000000', 'hex')], 'picture'],
  ['a GIF that is a script, too', async () => [Buffer.from('GIF89a/*\u0000*/=1;alert(1)')], 'picture'],
  ['a file that ends too early', async () => [(await picture()).subarray(0, 800)], 'damaged'],
  [
    'one pixel by 30,000',
    async () => [
      await sharp({ create: { width: 1, height: 30_000, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    ],
    'sides',
  ],
  [
    'a bomb of 121 megapixels',
    async () => [
      await sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    ],
    'pixels',
  ],
  ['other bytes than promised', async () => [await picture(), (await picture()).fill(0, 200, 210)], 'sha256'],
  [
    'more bytes than promised',
    async () => [await picture(), Buffer.concat([await picture(), Buffer.alloc(1)])],
    'bytes',
  ],
])('%s is refused by name, is used up, and the picture of before stays', async (_, make, rule) => {
  const ada = await newShopper();
  const before = await ada.wear(await picture('blue'));
  const [bytes, sent] = await make();
  const uploadId = await ada.send(bytes, sent);
  const { errors } = await ada.confirm(uploadId);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.uploadId', rule } }]);
  expect((await rowOf(ada.id)).avatar).toBe(before);
  expect(await uploadOf(uploadId)).toMatchObject({ attached_at: null, refused_at: expect.anything() });
  expect((await ada.confirm(uploadId)).data.confirmAvatar.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  await shop.runJobs();
  expect([await has(uploadKey(uploadId)), await isThere(before)]).toEqual([false, ALL]);
});

test('what is hidden behind a picture is in none of its files', async () => {
  const ada = await newShopper();
  const avatar = await ada.wear(Buffer.concat([await picture(), Buffer.from('<script>alert(1)</script>')]));
  for (const key of avatarKeys(avatar)) {
    const { stream } = (await store.get(key))!;
    expect(Buffer.concat(await stream.toArray()).includes('<script>')).toBe(false);
  }
});

test.each([
  [{ contentType: 'image/svg+xml' }, 'input.contentType', 'picture'],
  [{ contentType: 'image/gif' }, 'input.contentType', 'picture'],
  [{ bytes: 40_000_000 }, 'input.bytes', 'max'],
  [{ bytes: 20_000_001 }, 'input.bytes', 'max'],
  [{ bytes: 0 }, 'bytes', 'min'],
  [{ sha256: 'F'.repeat(64) }, 'sha256', 'sha256'],
  [{ sha256: 'f'.repeat(63) }, 'sha256', 'sha256'],
  [{ contentType: 'image/\u0000png' }, 'contentType', 'text'],
])('a promise with %j is refused, and nothing is kept of it', async (changed, field, rule) => {
  const ada = await newShopper();
  const { errors } = await ada.create({ ...promised(Buffer.from('x')), ...changed });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field, rule } }]);
  expect([...(await shop.db.execute(sql`SELECT 1 FROM uploads WHERE user_id = ${ada.id}`))]).toEqual([]);
});

test('the largest that is taken may be promised', async () => {
  const ada = await newShopper();
  const { data } = await ada.create({ ...promised(Buffer.from('x')), bytes: 20_000_000 });
  expect(data.createAvatarUpload.uploadId).toMatch(/^upl_/);
});

test('an account sends twenty in a day, however many it asks for at the same time; others go on', async () => {
  const [ada, bob] = [await newShopper(), await newShopper()];
  const input = promised(randomBytes(10));
  const answers = await Promise.all(Array.from({ length: 25 }, () => ada.create(input)));
  const refused = answers.filter(({ errors }) => errors);
  expect(refused).toHaveLength(5);
  expect(refused[0]!.data).toBeNull();
  const waits = async (hoursAgo: number) => {
    await shop.db.execute(
      sql`UPDATE uploads SET created_at = now() - ${hoursAgo} * interval '1 hour' WHERE id = (SELECT min(id) FROM uploads WHERE user_id = ${ada.id})`,
    );
    const [error] = (await ada.create(input)).errors!;
    expect(error.extensions.code).toBe('RATE_LIMITED');
    return Math.round(error.extensions.retryAfterInSeconds / 60);
  };
  // until the oldest of the twenty is a day ago
  expect([await waits(0), await waits(23)]).toEqual([24 * 60, 60]);
  expect((await bob.create(input)).data.createAvatarUpload.userErrors).toEqual([]);
  await shop.db.execute(sql`UPDATE uploads SET created_at = now() - interval '25 hours' WHERE user_id = ${ada.id}`);
  expect((await ada.create(input)).data.createAvatarUpload.userErrors).toEqual([]);
});

test('guests have no picture to send, confirm or take away', async () => {
  const uploadId = 'upl_01jd0000000000000000000001';
  for (const [operation, variables] of [
    [CREATE, { input: promised(Buffer.from('x')) }],
    [CONFIRM, { input: { uploadId } }],
    [REMOVE, {}],
  ] as const)
    expect(codesOf(await guest(operation, variables))).toEqual(['UNAUTHENTICATED']);
});

test('the sweep takes uploads and files of more than a day ago that nobody has, and nothing else', async () => {
  const ada = await newShopper();
  const worn = await ada.wear(await picture());
  const [old, young] = [await ada.send(await picture('lime')), await ada.send(await picture('navy'))];
  await shop.db.execute(sql`UPDATE uploads SET created_at = now() - interval '25 hours' WHERE id = ${old}`);
  const orphan = 'avatars/upl_01jd0000000000000000000002/0123-64.webp';
  const [youngOrphan, lone] = ['avatars/upl_01jd0000000000000000000003/0123-64.webp', uploadKey('upl_lone')];
  for (const key of [orphan, youngOrphan, lone]) await store.put(key, Buffer.from('x'), { contentType: 'image/webp' });
  await shop.runJobs();
  const long = new Date(Date.now() - 25 * 3_600_000);
  for (const key of [...avatarKeys(worn), uploadKey(old), orphan, lone])
    await utimes(join(shop.service.env.FILES_FOLDER, 'users/files', key), long, long);

  await shop.db.execute(sql`UPDATE jobs SET run_at = now() WHERE name = 'sweepFiles'`);
  await shop.runJobs({ periodic: true });
  expect([await uploadOf(old), (await uploadOf(young)).id]).toEqual([undefined, young]);
  expect(await Promise.all([old, young].map((id) => has(uploadKey(id))))).toEqual([false, true]);
  expect(await Promise.all([orphan, youngOrphan, lone].map(has))).toEqual([false, true, false]);
  expect([await isThere(worn), (await ada.as(MINE)).data.me.avatar !== null]).toEqual([ALL, true]);
});

test('an account that is deleted leaves no file, neither its picture nor what it has sent beside', async () => {
  const ada = await newShopper();
  const avatar = await ada.wear(await picture());
  const uploadId = await ada.send(await picture('lime'));
  await shop.db.execute(
    sql`UPDATE users SET deletion_requested_at = now(), deletion_due_at = now() - interval '1 second' WHERE id = ${ada.id}`,
  );
  await world.deleteDue();
  await shop.runJobs();
  expect((await rowOf(ada.id)).deleted_at).not.toBeNull();
  expect([await isThere(avatar), await has(uploadKey(uploadId)), await uploadOf(uploadId)]).toEqual([
    NONE,
    false,
    undefined,
  ]);
});

test('a deleted account has no picture: the database says so', async () => {
  const ada = await newShopper();
  await ada.wear(await picture());
  const nobody = sql`UPDATE users SET deleted_at = now(), status = 'DISABLED', password_hash = null, display_name = null, note = null, locale = null,
    email = id || '@deleted.invalid', email_key = id || '@deleted.invalid' WHERE id = ${ada.id}`;
  await expect(shop.db.execute(nobody)).rejects.toMatchObject({
    cause: { constraint_name: 'deleted_accounts_have_no_picture' },
  });
});
