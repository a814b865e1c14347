-- Each intent that succeeded at Stripe is a payment that succeeded here, over the same amount; and the other way round. Needs Stripe.
SELECT intents.id AS intent, intents.amount, payments.id AS payment_id, payments.status, payments.amount_minor
FROM (SELECT * FROM stripe.payment_intents WHERE status = 'succeeded') AS intents
FULL JOIN (SELECT * FROM payments.payments WHERE status = 'SUCCEEDED') AS payments ON payments.stripe_intent_id = intents.id
WHERE intents.id IS NULL OR payments.id IS NULL OR intents.amount <> payments.amount_minor OR upper(intents.currency) <> payments.currency_code
