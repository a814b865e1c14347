import { DomainError, EnvironmentError, refuse, type Service } from '@storegraph/kit';
import { storefrontUrl } from '@storegraph/commerce';
import * as oidc from 'openid-client';
import type { GoogleEnvironment } from './google.env.ts';

type GoogleService = Service<GoogleEnvironment>;

/** What Google says of somebody who has just shown it who they are. */
export interface GoogleIdentity {
  issuer: string;
  /** Never changes, and is nobody else's, whatever the address. */
  subject: string;
  email: string | undefined;
  isVerified: boolean;
  name: string | undefined;
}

/** What ties the way back to the way there. */
export interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
}

const SCOPE = 'openid email profile';

export const hasGoogle = ({ env }: Pick<GoogleService, 'env'>): boolean => env.GOOGLE_CLIENT_ID !== undefined;

/** The one without the other is a mistake that would show at the first sign-in. */
export function refuseHalfGoogle({ env }: Pick<GoogleService, 'env'>): void {
  if (Boolean(env.GOOGLE_CLIENT_ID) !== Boolean(env.GOOGLE_CLIENT_SECRET))
    throw new EnvironmentError(
      'The environment is not complete:\n  GOOGLE_CLIENT_SECRET: belongs to GOOGLE_CLIENT_ID; set both or none',
    );
}

const known = new WeakMap<Service, Promise<oidc.Configuration>>();

/** Google's addresses, asked for at the first sign-in and remembered; asked for again when nobody answered. */
function configurationOf(service: GoogleService): Promise<oidc.Configuration> {
  const asked = known.get(service);
  if (asked) return asked;
  const { GOOGLE_ISSUER, GOOGLE_CLIENT_ID = '', GOOGLE_CLIENT_SECRET, GOOGLE_TIMEOUT_MS } = service.env;
  const isLocal = GOOGLE_ISSUER.startsWith('http:');
  const asking = oidc.discovery(new URL(GOOGLE_ISSUER), GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, undefined, {
    timeout: GOOGLE_TIMEOUT_MS / 1000,
    // signatures are looked at although TLS says who answers: what is believed is what Google has signed
    execute: [oidc.enableNonRepudiationChecks, ...(isLocal ? [oidc.allowInsecureRequests] : [])],
  });
  known.set(service, asking);
  asking.catch(() => known.delete(service));
  return asking;
}

const redirectUrl = (service: Service): string => `${storefrontUrl(service)}/sign-in/google`;

const away = (service: Service, error: unknown): DomainError => {
  service.log.warn({ err: error }, 'Google did not answer');
  return new DomainError('SERVICE_UNAVAILABLE', 'Google does not answer now: sign in another way, or try again');
};

/** Where a browser is sent to, to choose an account at Google. */
export async function authorizationUrl(service: GoogleService, { state, nonce, verifier }: Attempt): Promise<string> {
  const configuration = await configurationOf(service).catch((error) => {
    throw away(service, error);
  });
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUrl(service),
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  }).href;
}

/** Google has answered, and it is not what was asked for. */
const NOT_FOR_US = [
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
];

/** Shows Google the code that it has sent along with a browser, once. */
export async function identityBy(service: GoogleService, code: string, attempt: Attempt): Promise<GoogleIdentity> {
  try {
    const configuration = await configurationOf(service);
    const { issuer, authorization_response_iss_parameter_supported: namesIssuer } = configuration.serverMetadata();
    const back = new URL(redirectUrl(service));
    back.search = new URLSearchParams({
      code,
      state: attempt.state,
      // tells issuers apart where there are several; here the state has only ever been sent to this one
      ...(namesIssuer && { iss: issuer }),
    }).toString();
    const tokens = await oidc.authorizationCodeGrant(configuration, back, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    return identityIn(tokens.claims()!);
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant')
      refuse('BAD_USER_INPUT', 'Google does not know this code any more: begin again', ['input', 'code']);
    const { code: problem } = error as { code?: unknown };
    if (!NOT_FOR_US.includes(String(problem))) throw away(service, error);
    service.log.warn({ err: error }, 'an answer of Google was refused');
    refuse('BAD_USER_INPUT', 'What Google says does not belong to this sign-in: begin again', ['input', 'code']);
  }
}

const textOf = (claim: unknown): string | undefined => (typeof claim === 'string' && claim ? claim : undefined);

const identityIn = ({ iss, sub, email, email_verified, name }: oidc.IDToken): GoogleIdentity => ({
  issuer: iss,
  subject: sub,
  email: textOf(email),
  isVerified: email_verified === true,
  name: textOf(name),
});
