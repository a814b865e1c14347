-- What is paid was taken from the shelf.
SELECT orders.id, orders.state, reservations.state AS reservation
FROM orders.orders LEFT JOIN products.reservations ON reservations.order_id = orders.id
WHERE orders.state IN ('PAID', 'PARTIALLY_REFUNDED') AND reservations.state IS DISTINCT FROM 'COMMITTED'
