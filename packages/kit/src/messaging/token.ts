import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../graph/context.ts';
import { EnvironmentError } from '../process/environment.ts';

/** Who may ask for somebody: it alone knows who is signed in. */
export const GATEWAY = 'gateway';
/** Whoever runs the system, by its commands. */
export const OPERATOR = 'operator';

const TYPE = 'internal+jwt';
const LIFETIME_IN_SECONDS = 60;
const REUSE_IN_MS = 30_000;
/** Bounded, by the clock that the tokens themselves go by. */
const KEPT = { max: 5_000, perf: { now: () => Date.now() }, ttlResolution: 0 };

/** The name of the calling service, and for whom it asks. */
export interface Caller {
  service: string;
  viewer: Viewer | null;
}

export type MintToken = (audience: string, viewer?: Viewer | null) => Promise<string>;

function parseJson<T>(name: string, value: string): T {
  try {
    return JSON.parse(value) as T;
  } catch {
    throw new EnvironmentError(`${name} is not JSON`);
  }
}

/** Mints short-lived tokens for other services, one per audience and viewer for 30 s. */
export async function createTokenMinter({
  name,
  privateJwk,
}: {
  name: string;
  privateJwk: string;
}): Promise<MintToken> {
  const jwk = parseJson<JWK>('INTERNAL_PRIVATE_JWK', privateJwk);
  const key = await importJWK(jwk, 'EdDSA');
  const minted = new LRUCache<string, Promise<string>>({ ...KEPT, ttl: REUSE_IN_MS - 1 });
  return (audience, viewer = null) => {
    const cacheKey = `${audience} ${viewer?.id ?? ''} ${viewer?.sessionId ?? ''} ${viewer?.roles.join() ?? ''}`;
    const known = minted.get(cacheKey);
    if (known) return known;
    const token = new SignJWT(viewer ? { roles: viewer.roles, ...(viewer.sessionId && { sid: viewer.sessionId }) } : {})
      .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: jwk.kid ?? name })
      .setIssuer(name)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_IN_SECONDS}s`);
    const signed = (viewer ? token.setSubject(viewer.id) : token).sign(key);
    minted.set(cacheKey, signed);
    return signed;
  };
}

export type VerifyToken = (authorization: string | undefined) => Promise<Caller | null>;

/**
 * Returns who calls, or null for a token that is missing, forged, expired, longer than a minute, meant for another service, or that
 * of a service which speaks for a viewer without being the gateway.
 */
export function createTokenVerifier({ name, jwks }: { name: string; jwks: string }): VerifyToken {
  const keys = createLocalJWKSet(parseJson<JSONWebKeySet>('INTERNAL_JWKS', jwks));
  const verified = new LRUCache<string, Caller>(KEPT);
  return async (authorization) => {
    if (!authorization?.startsWith('Bearer ')) return null;
    const token = authorization.slice(7);
    const known = verified.get(token);
    if (known) return known;
    try {
      const { payload, protectedHeader } = await jwtVerify<Required<Pick<JWTPayload, 'exp' | 'iat' | 'iss'>>>(
        token,
        keys,
        {
          algorithms: ['EdDSA'],
          typ: TYPE,
          audience: name,
          requiredClaims: ['exp', 'iat', 'iss'],
          clockTolerance: 5,
          maxTokenAge: LIFETIME_IN_SECONDS,
        },
      );
      if (payload.iss !== protectedHeader.kid || payload.exp - payload.iat > LIFETIME_IN_SECONDS) return null;
      if (payload.sub && payload.iss !== GATEWAY) return null;
      const viewer = payload.sub
        ? {
            id: payload.sub,
            roles: (payload.roles as string[]) ?? [],
            ...(payload.sid ? { sessionId: String(payload.sid) } : {}),
          }
        : null;
      const caller = { service: payload.iss, viewer };
      const lastsMs = payload.exp * 1_000 - Date.now();
      if (lastsMs > 1) verified.set(token, caller, { ttl: lastsMs - 1 });
      return caller;
    } catch {
      return null;
    }
  };
}
