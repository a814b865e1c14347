-- A key that was answered stands for one order, and that order exists.
SELECT scope, key, result ->> 'orderId' AS order_id FROM orders.idempotency_keys
LEFT JOIN orders.orders ON orders.id = result ->> 'orderId'
WHERE scope LIKE 'placeOrder:%' AND orders.id IS NULL
