-- Each change of an order that others have to know was told once to each of them.
SELECT order_id, told, changes, messages
FROM (SELECT order_id, told, count(*) AS changes FROM orders.order_events
  JOIN (VALUES ('PAID', 'OrderPaid'), ('CANCELLED', 'OrderCancelled'), ('EXPIRED', 'OrderExpired'), ('REJECTED', 'OrderRejected'),
    ('REFUNDED', 'OrderRefunded'), ('PARTIALLY_REFUNDED', 'OrderRefunded')) AS messages (state, told) ON state = to_state GROUP BY 1, 2) AS history
LEFT JOIN (SELECT payload ->> 'orderId' AS order_id, type AS told, count(DISTINCT event_id) AS messages FROM orders.outbox GROUP BY 1, 2) AS outbox USING (order_id, told)
WHERE changes IS DISTINCT FROM messages
