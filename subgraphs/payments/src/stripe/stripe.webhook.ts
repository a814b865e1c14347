import { crashPoint, type SubgraphDefinition } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { applyIntent } from '../payment/payment.apply.ts';
import { stripeEvents } from '../payment/payment.table.ts';
import { applyRefund } from '../refund/refund.service.ts';
import { isLivemode, type PaymentsService, retrieveIntent, stripeOf } from './stripe.client.ts';

const TOLERANCE_IN_SECONDS = 300;

export class InvalidSignature extends Error {}

/** The bytes must be Stripe's, and of now: five minutes early or late is forged or replayed. */
export function readStripeEvent(service: PaymentsService, rawBody: Buffer, signature: string): Stripe.Event {
  const timestamp = Number(/(?:^|,)t=(\d+)(?:,|$)/.exec(signature)?.[1]);
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= TOLERANCE_IN_SECONDS))
    throw new InvalidSignature('The timestamp is not of now'); // the SDK accepts the future
  try {
    return stripeOf(service).webhooks.constructEvent(
      rawBody,
      signature,
      service.env.STRIPE_WEBHOOK_SECRET,
      TOLERANCE_IN_SECONDS,
    );
  } catch (error) {
    throw new InvalidSignature('The signature does not fit', { cause: error });
  }
}

/**
 * An event is a hint to look: what counts is what Stripe says when asked. Duplicated, late and reordered events change
 * nothing. Returns after the commit; throws when it has to come again.
 */
export async function receiveStripeEvent(
  service: PaymentsService,
  event: Stripe.Event,
): Promise<'applied' | 'repeated' | 'ignored'> {
  if (event.livemode !== isLivemode(service) || !tellsNews(event)) return 'ignored';
  const [known] = await service.db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, event.id));
  if (known) return 'repeated';
  const latest = await askAgain(service, event);
  crashPoint('webhook.beforeTx');
  return service.db.transaction(async (tx) => {
    const objectId = (event.data.object as { id?: string }).id ?? '';
    const [fresh] = await tx
      .insert(stripeEvents)
      .values({ id: event.id, type: event.type, objectId })
      .onConflictDoNothing()
      .returning();
    if (!fresh) return 'repeated';
    const row =
      latest.object === 'payment_intent'
        ? await applyIntent(tx, service, latest)
        : await applyRefund(tx, service, latest);
    return row ? 'applied' : 'ignored';
  });
}

/** That an intent was made is no news: whoever made it asks until it is answered, with the same key. */
const tellsNews = ({ type }: Stripe.Event): boolean =>
  type !== 'payment_intent.created' && (type.startsWith('payment_intent.') || type.startsWith('refund.'));

function askAgain(
  service: PaymentsService,
  { type, data }: Stripe.Event,
): Promise<Stripe.PaymentIntent | Stripe.Refund> {
  const { id } = data.object as { id: string };
  return type.startsWith('refund.') ? stripeOf(service).refunds.retrieve(id) : retrieveIntent(service, id);
}

export const stripeWebhook: NonNullable<SubgraphDefinition['routes']> = (app, service) => {
  app.post('/webhooks/stripe', { config: { rawBody: true } }, async (request, reply) => {
    try {
      const event = readStripeEvent(service, request.body as Buffer, String(request.headers['stripe-signature'] ?? ''));
      const outcome = await receiveStripeEvent(service, event);
      crashPoint('webhook.beforeReply');
      return { received: true, outcome };
    } catch (error) {
      if (error instanceof InvalidSignature)
        return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: error.message } });
      service.log.warn({ err: error }, 'a webhook has to come again');
      return reply.code(500).send({ error: { code: 'INTERNAL', message: 'Not applied; send it again' } });
    }
  });
};
