import type { PaymentIntent, StripeError } from '@stripe/stripe-js';

export type Parameters = { [name: string]: string | number | boolean | undefined | Parameters };

/** What Stripe says, or what went wrong in its shape. */
export type Answer<T> = { data: T; error?: undefined } | { data?: undefined; error: StripeError };

const silence: StripeError = {
  type: 'api_connection_error',
  message: 'We could not reach Stripe. Check your connection and try again.',
};

/** `{ card: { cvc } }` → `card[cvc]=…`. Without headers of its own, so that a browser asks no leave for it first. */
export function encode(parameters: Parameters, form = new URLSearchParams(), prefix = ''): URLSearchParams {
  for (const [name, value] of Object.entries(parameters)) {
    const path = prefix ? `${prefix}[${name}]` : name;
    if (value !== null && typeof value === 'object') encode(value, form, path);
    else if (value !== undefined) form.set(path, String(value));
  }
  return form;
}

/** One call of the API with the key of a page. Never rejects. */
export async function ask<T>(
  base: string,
  method: 'GET' | 'POST',
  path: string,
  parameters: Parameters,
): Promise<Answer<T>> {
  const form = encode(parameters);
  const url = new URL(`/v1${path}`, base);
  if (method === 'GET') url.search = form.toString();
  try {
    const response = await fetch(url, { method, credentials: 'omit', ...(method === 'POST' && { body: form }) });
    const body = await response.json();
    return response.ok ? { data: body } : { error: body.error };
  } catch {
    return { error: silence };
  }
}

export const intentIdOf = (clientSecret: string): string => {
  const id = /^(pi_\w+?)_secret_\w+$/.exec(clientSecret)?.[1];
  if (!id) throw new Error(`IntegrationError: Invalid value for the client secret: ${clientSecret}`);
  return id;
};

/** As `retrievePaymentIntent` and `confirmPayment` answer. */
export const asResult = ({ data, error }: Answer<PaymentIntent>) => (error ? { error } : { paymentIntent: data });
export type IntentResult = ReturnType<typeof asResult>;
