import { RemoteError, type Service } from '@storegraph/kit';
import Stripe from 'stripe';

export interface PaymentsEnv {
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
  STRIPE_API_BASE?: string;
  PAYMENT_RETURN_URL?: string;
  PUBLIC_URL: string;
}
export type PaymentsService = Service<PaymentsEnv>;

const TIMEOUT_IN_MS = 4_000;

const clients = new WeakMap<Service, Stripe>();

export function stripeOf(service: PaymentsService): Stripe {
  const known = clients.get(service);
  if (known) return known;
  const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = service.env;
  const base = STRIPE_API_BASE ? new URL(STRIPE_API_BASE) : undefined;
  const client = new Stripe(STRIPE_SECRET_KEY, {
    ...(base && {
      host: base.hostname,
      protocol: base.protocol.slice(0, -1) as 'http' | 'https',
      ...(base.port && { port: base.port }),
    }),
    timeout: TIMEOUT_IN_MS,
    maxNetworkRetries: 0, // callers repeat with the same business key
    telemetry: false,
  });
  clients.set(service, client);
  return client;
}

export const isLivemode = ({ env }: PaymentsService): boolean => /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY);

export const isCardError = (error: unknown): error is Stripe.errors.StripeCardError =>
  error instanceof Stripe.errors.StripeCardError;

/** Stripe understood and said no: repeating the call is pointless. */
export const isRefusal = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeInvalidRequestError;

/** Nobody knows whether Stripe acted: it did not answer, or with a 5xx, or was too busy. */
export const isUnknownOutcome = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeConnectionError ||
  error instanceof Stripe.errors.StripeAPIError ||
  error instanceof Stripe.errors.StripeRateLimitError ||
  (error instanceof Stripe.errors.StripeError && error.code === 'idempotency_key_in_use');

/** Stripe keeps a 500 with its key for a day and says it again: with that key nothing will ever happen. */
const isSaved = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError &&
  (error.statusCode ?? 0) >= 500 &&
  error.headers?.['idempotent-replayed'] === 'true';

const KEYS_TO_TRY = 5;

/**
 * Asks Stripe to do something once per key. When nobody knows whether it did, `find` looks. What was saved as a failure
 * is over; when nothing came of it, the next key is used: whoever asks counts alike, so that they never use two at once.
 */
export async function onceAtStripe<Answer>(
  key: string,
  act: (idempotencyKey: string) => Promise<Answer>,
  find: () => Promise<Answer | null>,
): Promise<Answer> {
  for (let number = 1; ; number++) {
    try {
      return await act(number === 1 ? key : `${key}:${number}`);
    } catch (error) {
      if (!isUnknownOutcome(error)) throw error;
      const found = await find().catch(() => {
        throw error;
      });
      if (found) return found;
      if (!isSaved(error) || number === KEYS_TO_TRY) throw error;
    }
  }
}

export const retrieveIntent = (service: PaymentsService, intentId: string): Promise<Stripe.PaymentIntent> =>
  stripeOf(service)
    .paymentIntents.retrieve(intentId, { expand: ['latest_charge'] })
    .catch((error) => {
      throw isUnknownOutcome(error) ? new RemoteError('stripe', 'retrieve', { cause: error }) : error;
    });
