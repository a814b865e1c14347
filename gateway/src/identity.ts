import { createTokenMinter, createTokenVerifier, DomainError, type MintToken, type VerifyToken } from '@storegraph/kit';
import type { GatewayEnvironment } from './gateway.env.ts';
import { createViewerReader, type ReadViewer } from './viewer.ts';

/** How the gateway knows who asks, and how subgraphs know the gateway. */
export interface Identity {
  readViewer: ReadViewer;
  /** Undefined without a key: subgraphs are strangers then, and get neither a token nor a cookie. */
  mint?: MintToken;
  verifyService: VerifyToken;
}

/** The shop's gateway has all three settings. Before a foreign supergraph, what has no keys is refused. */
export async function createIdentity({
  USERS_JWKS_URL,
  INTERNAL_PRIVATE_JWK,
  INTERNAL_JWKS,
}: Pick<GatewayEnvironment, 'USERS_JWKS_URL' | 'INTERNAL_PRIVATE_JWK' | 'INTERNAL_JWKS'>): Promise<Identity> {
  return {
    readViewer: USERS_JWKS_URL ? createViewerReader(USERS_JWKS_URL) : refuseAccessTokens,
    ...(INTERNAL_PRIVATE_JWK && {
      mint: await createTokenMinter({ name: 'gateway', privateJwk: INTERNAL_PRIVATE_JWK }),
    }),
    verifyService: INTERNAL_JWKS ? createTokenVerifier({ name: 'gateway', jwks: INTERNAL_JWKS }) : async () => null,
  };
}

/** Dropping a token in silence would answer as if nobody was signed in. */
const refuseAccessTokens: ReadViewer = async (authorization) => {
  if (!authorization) return null;
  throw new DomainError(
    'UNAUTHENTICATED',
    'This gateway cannot verify access tokens: send no authorization header, or set USERS_JWKS_URL',
    { http: { status: 200 } },
  );
};
