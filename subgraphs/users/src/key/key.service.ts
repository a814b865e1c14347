import { type Database, lockFor, onlyRow, type Service } from '@storegraph/kit';
import { asc, desc, isNull, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { signingKeys } from './key.table.ts';

export const ISSUER = 'storegraph';
export const ACCESS_TOKEN_LIFETIME_IN_SECONDS = 600;
const ROTATE_AFTER_DAYS = 30;
const PUBLISHED_BEFORE_USE_IN_MINUTES = 15;

/** Makes the first key, or the next one when the newest is old. A new key is published before it signs. */
export async function rotateSigningKeys({ db }: Pick<Service, 'db'>): Promise<void> {
  await db.transaction(async (tx) => {
    await lockFor(tx, 'signing keys');
    const [newest] = await tx
      .select({ old: sql<boolean>`${signingKeys.createdAt} < now() - ${ROTATE_AFTER_DAYS} * interval '1 day'` })
      .from(signingKeys)
      .where(isNull(signingKeys.retiredAt))
      .orderBy(desc(signingKeys.createdAt))
      .limit(1);
    // a key goes when its successor has signed for longer than a token lives
    await tx.execute(sql`
      UPDATE signing_keys old SET retired_at = now() WHERE old.retired_at IS NULL AND EXISTS (
        SELECT 1 FROM signing_keys next WHERE next.retired_at IS NULL AND next.active_from > old.active_from AND next.active_from < now() - interval '1 hour')`);
    if (newest && !newest.old) return;
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const id = crypto.randomUUID();
    const wait = newest ? PUBLISHED_BEFORE_USE_IN_MINUTES : 0;
    await tx.insert(signingKeys).values({
      id,
      privateJwk: { ...(await exportJWK(privateKey)), kid: id, alg: 'EdDSA', use: 'sig' },
      activeFrom: sql`now() + ${wait} * interval '1 minute'`,
    });
  });
}

export async function publicKeys(db: Database): Promise<{ keys: JWK[] }> {
  const rows = await db
    .select({ jwk: signingKeys.privateJwk })
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt))
    .orderBy(asc(signingKeys.createdAt));
  return { keys: rows.map(({ jwk: { d: _, ...jwk } }) => jwk) };
}

function activeKey(db: Database): Promise<{ kid: string; jwk: JWK }> {
  return db
    .select({ kid: signingKeys.id, jwk: signingKeys.privateJwk })
    .from(signingKeys)
    .where(sql`${signingKeys.retiredAt} is null and ${signingKeys.activeFrom} <= now()`)
    .orderBy(desc(signingKeys.activeFrom))
    .limit(1)
    .then(onlyRow);
}

export async function signAccessToken(
  db: Database,
  { userId, sessionId, roles }: { userId: string; sessionId: string; roles: readonly string[] },
): Promise<{ accessToken: string; expiresAt: Date }> {
  const { kid, jwk } = await activeKey(db);
  const expiresAt = new Date(Date.now() + ACCESS_TOKEN_LIFETIME_IN_SECONDS * 1000);
  const accessToken = await new SignJWT({ sid: sessionId, roles })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(await importJWK(jwk, 'EdDSA'));
  return { accessToken, expiresAt };
}
