-- A cart is converted by a paid order, locked by a live one, and free again after a dead one.
SELECT orders.id, orders.state, carts.id AS cart_id, carts.status
FROM orders.orders JOIN carts.carts ON carts.order_id = orders.id
WHERE (carts.status = 'LOCKED' AND orders.state NOT IN (SELECT state FROM rules.live_states))
  OR (carts.status = 'CONVERTED' AND orders.state IN ('NEW', 'CANCELLED', 'EXPIRED', 'REJECTED'))
  OR (orders.state IN ('PAID', 'PARTIALLY_REFUNDED') AND carts.status <> 'CONVERTED')
