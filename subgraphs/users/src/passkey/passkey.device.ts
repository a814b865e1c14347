import { isIP } from 'node:net';
import { shopName, storefrontUrl } from '@storegraph/commerce';
import type { Service } from '@storegraph/kit';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, decodeClientDataJSON, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { UserRow } from '../user/user.table.ts';
import type { AssertionAnswer, RegistrationAnswer } from './passkey.response.ts';
import type { PasskeyRow } from './passkey.table.ts';

/** What devices are asked for, and every key has one of. */
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];
export const ANSWERS_WITHIN_MINUTES = 5;
const TIMEOUT_IN_MS = ANSWERS_WITHIN_MINUTES * 60_000;

/** Whom the keys of devices are for: a name of the network, and the pages that may ask for them. */
const shopOf = (service: Pick<Service, 'env'>) => {
  const { hostname, origin, protocol } = new URL(storefrontUrl(service));
  return { id: hostname, origin, protocol };
};

/** Browsers keep no passkeys for a bare address, nor for pages that anybody on the way can change. */
export function hasPasskeys(service: Pick<Service, 'env'>): boolean {
  const { id, protocol } = shopOf(service);
  return isIP(id.replace(/^\[|\]$/g, '')) === 0 && (protocol === 'https:' || id === 'localhost');
}

/** Named after nothing of theirs: it stays the same when the address changes. */
const handleOf = (userId: string) => isoBase64URL.toBuffer(isoBase64URL.fromUTF8String(userId));

export const registrationOptions = async (
  service: Service,
  user: UserRow,
  known: readonly Pick<PasskeyRow, 'credentialId' | 'transports'>[],
) =>
  generateRegistrationOptions({
    rpName: String(service.env.SHOP_NAME ?? shopName.SHOP_NAME.parse(undefined)),
    rpID: shopOf(service).id,
    userID: handleOf(user.id),
    userName: user.email,
    userDisplayName: user.displayName ?? user.email,
    timeout: TIMEOUT_IN_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });

/** Of nobody in particular: the device knows which keys it has for this shop. */
export const signInOptions = (service: Service) =>
  generateAuthenticationOptions({ rpID: shopOf(service).id, timeout: TIMEOUT_IN_MS, userVerification: 'required' });

/** What the device says that it was asked; undefined when it says nothing of the kind. */
export function challengeIn({ response }: AssertionAnswer | RegistrationAnswer): string | undefined {
  try {
    const { challenge } = decodeClientDataJSON(response.clientDataJSON);
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Nothing that names a maker's certificate: nobody has asked for it, and looking it up would lead to addresses that stand in it, and
 * so were chosen by a stranger.
 */
function hasNoCertificate({ response }: RegistrationAnswer): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && !attestation.get('attStmt').get('x5c'));
}

/** That the device has looked who holds it, on a page of this shop. */
function expected(service: Service, challenge: string) {
  const { id, origin } = shopOf(service);
  return {
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  };
}

export type NewKey = Pick<PasskeyRow, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'>;

/** The key, when the device was asked for it by this shop and has looked who holds it; null otherwise. */
export const verifiedKey = (service: Service, said: RegistrationAnswer, challenge: string): Promise<NewKey | null> =>
  verified(service, async () => {
    if (!hasNoCertificate(said)) throw new Error('An attestation that was not asked for');
    const { verified: isRight, registrationInfo } = await verifyRegistrationResponse({
      response: { ...said, clientExtensionResults: {} },
      ...expected(service, challenge),
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!isRight) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: isoBase64URL.fromBuffer(credential.publicKey),
      counter: credential.counter,
      transports: said.response.transports,
      backedUp: credentialBackedUp,
    };
  });

/** What the device says of itself, when it has signed this with the key; null otherwise. */
export const verifiedUse = (
  service: Service,
  said: AssertionAnswer,
  challenge: string,
  { credentialId, publicKey }: PasskeyRow,
): Promise<Pick<PasskeyRow, 'counter' | 'backedUp'> | null> =>
  verified(service, async () => {
    const { verified: isRight, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...said, clientExtensionResults: {} },
      ...expected(service, challenge),
      // counted where the row is changed: of two uses at once the one would not see the other here
      credential: { id: credentialId, publicKey: isoBase64URL.toBuffer(publicKey), counter: 0 },
    });
    if (!isRight) return null;
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
  });

export const isHandleOf = ({ response }: AssertionAnswer, userId: string): boolean =>
  response.userHandle === isoBase64URL.fromBuffer(handleOf(userId));

async function verified<Result>(service: Service, verify: () => Promise<Result | null>): Promise<Result | null> {
  try {
    return await verify();
  } catch (error) {
    service.log.warn({ err: error }, 'what a passkey has answered was refused');
    return null;
  }
}
