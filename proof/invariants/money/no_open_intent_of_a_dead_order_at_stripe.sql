-- Stripe would take no money for an order that came to nothing. Needs Stripe.
SELECT orders.id, orders.state, payment_intents.id AS intent, payment_intents.status
FROM orders.orders JOIN stripe.payment_intents ON metadata ->> 'orderId' = orders.id
WHERE orders.state IN ('CANCELLED', 'EXPIRED', 'REJECTED') AND payment_intents.status <> 'canceled'
