-- Each step of an order begins where the one before ended, and the last one ends where the order is.
SELECT order_id, step, from_state, before, to_state, next, state
FROM (SELECT order_id, id AS step, from_state, to_state, lag(to_state) OVER steps AS before, lead(to_state) OVER steps AS next
  FROM orders.order_events WHERE to_state IS NOT NULL WINDOW steps AS (PARTITION BY order_id ORDER BY id)) AS history
JOIN orders.orders ON orders.id = order_id
WHERE from_state IS DISTINCT FROM before OR (next IS NULL AND to_state <> state)
