-- Who paid was told so. Of a deleted account nothing is kept.
SELECT orders.id FROM orders.orders LEFT JOIN notifications.notifications ON data ->> 'orderId' = orders.id AND kind = 'ORDER_PAID'
WHERE orders.state IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND notifications.id IS NULL
  AND NOT EXISTS (SELECT 1 FROM notifications.forgotten_users WHERE user_id = orders.user_id)
  AND EXISTS (SELECT 1 FROM orders.order_events WHERE order_id = orders.id AND to_state = 'PAID')
