-- An order that came to nothing neither holds nor took anything.
SELECT orders.id, orders.state, reservations.state AS reservation
FROM orders.orders JOIN products.reservations ON reservations.order_id = orders.id
WHERE orders.state IN ('CANCELLED', 'EXPIRED', 'REJECTED') AND reservations.state IN ('HELD', 'COMMITTED')
