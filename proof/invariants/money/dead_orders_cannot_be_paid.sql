-- Nobody can pay an order that came to nothing.
SELECT orders.id, orders.state, payments.id AS payment_id, payments.status
FROM orders.orders JOIN payments.payments ON payments.order_id = orders.id
WHERE orders.state IN ('CANCELLED', 'EXPIRED', 'REJECTED') AND payments.status <> 'CANCELED'
