-- Stripe took the money of an order once. Needs Stripe.
SELECT metadata ->> 'orderId' AS order_id, count(*), array_agg(id) AS intents FROM stripe.payment_intents WHERE status = 'succeeded' GROUP BY 1 HAVING count(*) > 1
