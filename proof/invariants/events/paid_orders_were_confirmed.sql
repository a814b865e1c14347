-- Who paid was told so.
SELECT orders.id FROM orders.orders LEFT JOIN notifications.notifications ON data ->> 'orderId' = orders.id AND kind = 'ORDER_PAID'
WHERE orders.state IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND notifications.id IS NULL
  AND EXISTS (SELECT 1 FROM orders.order_events WHERE order_id = orders.id AND to_state = 'PAID')
