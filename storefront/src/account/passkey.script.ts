import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** Null until the browser has said whether it has passkeys: while the server makes the page, and for ever without script. */
export const useHasPasskeys = (): boolean | null => useSyncExternalStore(never, browserSupportsWebAuthn, () => null);

export type Problems = Record<string, string>;
/** Of the shop, to a script of its own page. */
export type PasskeyAnswer = { options: string } | { problems: Problems } | { to: string };

const AWAY = 'The shop did not answer. Try again.';
const CANCELLED = 'Nothing was done: the question of your device was closed, or took too long.';
const KNOWN = 'This device has a passkey of yours already.';
const UNABLE = 'This device or browser cannot do that here.';

/** As a form sends it. */
async function send(path: string, fields: Record<string, string>): Promise<PasskeyAnswer> {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
  // the session is over: the sign-in leads back here
  if (response.redirected) return { to: response.url };
  return response.json();
}

const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return AWAY;
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return KNOWN;
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return CANCELLED;
  return error instanceof TypeError || error instanceof SyntaxError ? AWAY : UNABLE;
};

/** Asks the shop what to ask the device, the device, and shows the shop its answer. Null: the browser is on its way. */
async function through(
  path: string,
  fields: Record<string, string>,
  device: (options: string) => Promise<object>,
): Promise<Problems | null> {
  try {
    const asked = await send(path, { ...fields, intent: 'options' });
    const answer =
      'options' in asked
        ? await send(path, { ...fields, response: JSON.stringify(await device(asked.options)) })
        : asked;
    if ('to' in answer) {
      window.location.assign(answer.to);
      return null;
    }
    return 'problems' in answer ? answer.problems : { form: AWAY };
  } catch (error) {
    return { form: wordsOf(error) };
  }
}

export const signInByDevice = (path: string): Promise<Problems | null> =>
  through(path, {}, (options) => startAuthentication({ optionsJSON: JSON.parse(options) }));

export const addByDevice = (path: string, fields: Record<string, string>): Promise<Problems | null> =>
  through(path, fields, (options) => startRegistration({ optionsJSON: JSON.parse(options) }));
