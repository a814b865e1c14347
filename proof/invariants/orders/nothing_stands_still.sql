-- Whatever moves arrives within two minutes; nobody waits for a payment longer than its window and a minute.
SELECT id, state, updated_at, expires_at FROM orders.orders
WHERE (state IN (SELECT state FROM rules.moving_states) AND updated_at < now() - interval '2 minutes')
  OR (state = 'AWAITING_PAYMENT' AND expires_at < now() - interval '1 minute')
