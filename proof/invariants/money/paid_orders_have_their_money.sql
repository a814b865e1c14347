-- An order counts as paid when its payment succeeded, over the same amount in the same currency; and the other way round.
SELECT orders.id, orders.state, captured_minor, total_minor, payments.id AS payment_id, payments.amount_minor
FROM orders.orders LEFT JOIN payments.payments ON payments.order_id = orders.id AND payments.status = 'SUCCEEDED'
WHERE (orders.state IN ('PAID', 'REFUNDING', 'REFUNDED', 'PARTIALLY_REFUNDED')) <> (payments.id IS NOT NULL)
  OR (payments.id IS NOT NULL AND (captured_minor, total_minor, orders.currency_code) IS DISTINCT FROM (amount_minor, amount_minor, payments.currency_code))
