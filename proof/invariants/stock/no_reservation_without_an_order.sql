-- Only orders hold stock.
SELECT order_id, reservations.state FROM products.reservations LEFT JOIN orders.orders ON orders.id = order_id WHERE orders.id IS NULL
