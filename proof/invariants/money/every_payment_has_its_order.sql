-- Money is taken for orders only.
SELECT payments.id, order_id FROM payments.payments LEFT JOIN orders.orders ON orders.id = order_id WHERE orders.id IS NULL
