import { badInput } from '@storegraph/kit';
import { z } from 'zod';

/** A key of RSA with all that browsers say about it beside has some 3,000. */
export const LONGEST_RESPONSE = 10_000;
/** 1,023 bytes, says the standard. */
const LONGEST_ID = 1_364;

const bytes = z.string().regex(/^[\w-]+$/);
const answer = { id: bytes.max(LONGEST_ID), rawId: bytes.max(LONGEST_ID), type: z.literal('public-key') };

const registration = z.object({
  ...answer,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .default([]),
  }),
});
export type RegistrationAnswer = z.output<typeof registration>;

const assertion = z.object({
  ...answer,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    /** Whose it is, as the device was told; keys that are found without a name have it. */
    userHandle: bytes,
  }),
});
export type AssertionAnswer = z.output<typeof assertion>;

/** Its form only; the rest of what is in it counts for nothing. */
function read<Answer>(form: z.ZodType<Answer>, response: string): Answer {
  const { data } = form.safeParse(jsonIn(response));
  if (data === undefined)
    throw badInput(
      'input.response',
      'passkeyAnswer',
      "response must be what the browser's navigator.credentials has answered, by toJSON, as JSON text",
    );
  return data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const registrationIn = (response: string): RegistrationAnswer => read(registration, response);
export const assertionIn = (response: string): AssertionAnswer => read(assertion, response);
