-- Order, cart and payment belong to the same person.
SELECT orders.id, orders.user_id, carts.user_id AS cart_user, payments.user_id AS payment_user
FROM orders.orders LEFT JOIN carts.carts ON carts.id = orders.cart_id LEFT JOIN payments.payments ON payments.order_id = orders.id
WHERE (orders.user_id IS NOT NULL AND carts.user_id IS NOT NULL AND orders.user_id <> carts.user_id)
  OR (payments.id IS NOT NULL AND payments.user_id IS DISTINCT FROM orders.user_id)
