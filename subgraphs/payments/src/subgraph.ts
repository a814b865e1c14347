import { reconciling } from '@storegraph/commerce';
import { assertId, handle, inProduction, on, reachable, secret, type SubgraphDefinition } from '@storegraph/kit';
import { authorityByUsers, users } from '@storegraph/users/contract';
import { z } from 'zod';
import { payments as contract } from './contract.ts';
import { forgetCustomer } from './customer/customer.forget.ts';
import { FORGET, forgetLater } from './customer/customer.forgotten.ts';
import { PaymentMethodResolver } from './method/method.resolver.ts';
import { User } from './method/method.type.ts';
import { COMPLETE_CANCEL, cancelIntent, completeCancel } from './payment/cancelIntent.service.ts';
import { COMPLETE_INTENT, completeIntent, createIntent } from './payment/createIntent.service.ts';
import { type PaymentLoaders, paymentLoaders } from './payment/payment.loaders.ts';
import { findOrphans, findPayments, reconcileOrphans, reconcilePayments } from './payment/payment.reconcile.ts';
import { personalDataOf } from './payment/payment.personalData.ts';
import { OrderPaymentsResolver, PaymentResolver } from './payment/payment.resolver.ts';
import { PaymentDeclined, toPayment } from './payment/payment.type.ts';
import { ReconciliationResolver } from './reconciliation/reconciliation.resolver.ts';
import { COMPLETE_REFUND, completeRefund, refundOrder } from './refund/refund.service.ts';
import { stripeWebhook } from './stripe/stripe.webhook.ts';

export const payments: SubgraphDefinition<PaymentLoaders> = {
  name: 'payments',
  authority: authorityByUsers,
  migrations: new URL('../migrations', import.meta.url),
  env: {
    STRIPE_SECRET_KEY: inProduction(
      z
        .string()
        .regex(/^(sk|rk)_(test|live)_[\w-]+$/, 'such as sk_test_…')
        .describe('The key of the Stripe account: `sk_…`, or a restricted one, `rk_…`.'),
      {
        words: 'must be a live key of Stripe: a test key takes no money',
        isMet: (key) => /^(sk|rk)_live_.{20,}/.test(key),
      },
    ),
    STRIPE_WEBHOOK_SECRET: inProduction(
      z
        .string()
        .regex(/^whsec_[\w-]+$/, 'such as whsec_…')
        .describe("What signs Stripe's webhooks: `whsec_…`, of the endpoint `PUBLIC_URL` + `/webhooks/stripe`."),
      secret,
    ),
    STRIPE_API_BASE: inProduction(
      z
        .url({ error: 'such as http://127.0.0.1:4010, the local Stripe' })
        .optional()
        .describe('Another Stripe than the real one: the local one, `http://127.0.0.1:4010`.'),
      {
        words: 'must be left out: anything else is not Stripe',
        isMet: (base) => base === undefined || base === 'https://api.stripe.com',
      },
    ),
    PAYMENT_RETURN_URL: inProduction(
      z
        .url({ error: "where a bank's page leads back to, such as http://localhost:3000/checkout" })
        .optional()
        .describe("The page of the shop that a bank's page leads back to. Without it: `PUBLIC_URL`."),
      reachable,
    ),
  },
  resolvers: [PaymentResolver, OrderPaymentsResolver, PaymentMethodResolver, ReconciliationResolver],
  orphanedTypes: [PaymentDeclined, User],
  loaders: paymentLoaders,
  entities: {
    Payment: async (reference, { loaders }) => {
      const row = await loaders.payment.load(assertId('pay', reference.id, 'id'));
      return row && toPayment(row);
    },
    Order: (reference) => ({ id: assertId('ord', reference.id, 'id') }),
    User: (reference) => ({ id: assertId('usr', reference.id, 'id') }),
  },
  commands: handle(contract, {
    personalData: personalDataOf,
    createIntent,
    cancelIntent: async (service, { orderId }) => ({ outcome: await cancelIntent(service, orderId) }),
    refund: refundOrder,
    reconcile: reconciling(
      async (service) => [...(await findPayments(service)), ...(await findOrphans(service))],
      async (service) => [...(await reconcilePayments(service)), ...(await reconcileOrphans(service))],
    ),
  }),
  on: [on(users.AccountDeleted, forgetLater)],
  jobs: {
    [FORGET]: forgetCustomer,
    [COMPLETE_INTENT]: (service, { paymentId }) => completeIntent(service, paymentId),
    [COMPLETE_CANCEL]: (service, { orderId }) => completeCancel(service, orderId),
    [COMPLETE_REFUND]: (service, { refundId }) => completeRefund(service, refundId),
  },
  every: {
    reconcilePayments: { seconds: 45, run: reconcilePayments },
    reconcileOrphans: { seconds: 600, run: reconcileOrphans },
  },
  routes: stripeWebhook,
};
