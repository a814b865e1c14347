import type { Viewer } from '@storegraph/kit';
import { DomainError } from '@storegraph/kit';
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { fetchKeys } from './userKeys.ts';

export type ReadViewer = (authorization: string | undefined) => Promise<Viewer | null>;

/** Verifies the user's access token, once per request and before anything else. */
export function createViewerReader(jwksUrl: string, { keysHoldForMs = 600_000 } = {}): ReadViewer {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: 2_000,
    cooldownDuration: 5_000,
    cacheMaxAge: keysHoldForMs,
    [customFetch]: fetchKeys(),
  });
  const verified = new LRUCache<string, Viewer>({ max: 5_000 });
  return async (authorization) => {
    if (!authorization) return null;
    const known = verified.get(authorization);
    if (known) return known;
    const [scheme, token] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token)
      throw invalid('The authorization header must be "Bearer <access token>"');
    try {
      const { payload } = await jwtVerify<Required<Pick<JWTPayload, 'exp' | 'sub'>>>(token, keys, {
        algorithms: ['EdDSA'],
        issuer: 'storegraph',
        audience: 'storegraph',
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: 5,
      });
      const viewer = {
        id: payload.sub,
        roles: Array.isArray(payload.roles) ? (payload.roles as string[]) : [],
        ...(payload.sid ? { sessionId: String(payload.sid) } : {}),
      };
      // a signature is dear and says the same until the token expires, or for a minute: keys may be withdrawn
      const ttl = Math.min(payload.exp * 1_000 - Date.now(), 60_000);
      if (ttl > 0) verified.set(authorization, viewer, { ttl });
      return viewer;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
        throw new DomainError('SERVICE_UNAVAILABLE', 'Signing in is not available at the moment', {
          http: { status: 503 },
        });
      }
      throw invalid(
        error instanceof errors.JWTExpired
          ? 'The access token has expired: refresh the session'
          : 'The access token is not valid',
      );
    }
  };
}

/** 401 stays inside GraphQL. */
const invalid = (message: string) => new DomainError('UNAUTHENTICATED', message, { http: { status: 200 } });
