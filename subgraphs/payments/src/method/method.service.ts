import { notFound, RemoteError, type Viewer } from '@storegraph/kit';
import type Stripe from 'stripe';
import { isRefusal, isUnknownOutcome, type PaymentsService, stripeOf } from '../stripe/stripe.client.ts';
import { ensureCustomer, findCustomer } from '../customer/customer.service.ts';
import type { SavedPaymentMethod } from './method.type.ts';

/** Nothing of a card is kept here: the list is Stripe's. */
export async function methodsOf(service: PaymentsService, userId: string): Promise<SavedPaymentMethod[]> {
  const customer = await findCustomer(service, userId);
  if (!customer) return [];
  const { data } = await asking(
    'listPaymentMethods',
    stripeOf(service).customers.listPaymentMethods(customer, { type: 'card', limit: 100 }),
  );
  return data.map(toMethod);
}

/** The client finishes it with Stripe's own form; the card never passes here. */
export async function setUpMethod(service: PaymentsService, viewer: Viewer, idempotencyKey: string): Promise<string> {
  const customer = await asking('createCustomer', ensureCustomer(service, viewer.id));
  const setup = stripeOf(service).setupIntents.create(
    { customer, usage: 'off_session', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } },
    { idempotencyKey: `seti:${viewer.id}:${idempotencyKey}` },
  );
  return (await asking('createSetupIntent', setup)).client_secret!;
}

/** Someone else's card is indistinguishable from no card. */
export async function removeMethod(service: PaymentsService, viewer: Viewer, methodId: string): Promise<string> {
  const customer = await findCustomer(service, viewer.id);
  const method = customer
    ? await asking('retrievePaymentMethod', stripeOf(service).paymentMethods.retrieve(methodId)).catch(nullWhenRefused)
    : null;
  if (!method || method.customer !== customer) throw notFound('This payment method');
  await asking('detachPaymentMethod', stripeOf(service).paymentMethods.detach(method.id));
  return method.id;
}

const nullWhenRefused = (error: unknown): null => {
  if (isRefusal(error)) return null;
  throw error;
};

async function asking<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isUnknownOutcome(error) ? new RemoteError('stripe', what, { cause: error }) : error;
  }
}

const toMethod = ({ id, card, created }: Stripe.PaymentMethod): SavedPaymentMethod => ({
  id,
  brand: card?.brand ?? 'unknown',
  last4: card?.last4 ?? '',
  expMonth: card?.exp_month ?? 0,
  expYear: card?.exp_year ?? 0,
  createdAt: new Date(created * 1000),
});
