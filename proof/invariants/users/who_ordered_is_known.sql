-- Users knows who has placed an order.
SELECT users.id FROM users.users JOIN orders.orders ON orders.user_id = users.id WHERE orders.number IS NOT NULL AND users.first_order_at IS NULL GROUP BY users.id
