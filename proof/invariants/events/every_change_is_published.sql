-- Each event that a move of an order publishes is published once for it, and no other.
SELECT order_id, type, expected, published
FROM (SELECT order_id, event AS type, count(*) AS expected FROM orders.order_events
  JOIN rules.order_moves ON ("from", fact, "to") = (from_state, order_events.type, to_state), jsonb_array_elements_text(publish) AS event GROUP BY 1, 2) AS history
FULL JOIN (SELECT payload ->> 'orderId' AS order_id, type, count(DISTINCT event_id) AS published FROM orders.outbox
  WHERE type IN (SELECT jsonb_array_elements_text(publish) FROM rules.order_moves) GROUP BY 1, 2) AS outbox USING (order_id, type)
WHERE expected IS DISTINCT FROM published
