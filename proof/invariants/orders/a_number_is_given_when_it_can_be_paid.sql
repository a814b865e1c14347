-- An order has a number if and only if it once waited for its payment.
SELECT orders.id, orders.number, orders.state FROM orders.orders
WHERE (number IS NOT NULL) <> EXISTS (SELECT FROM orders.order_events WHERE order_id = orders.id
  AND to_state IS NOT NULL AND to_state NOT IN (SELECT state FROM rules.unnumbered_states))
