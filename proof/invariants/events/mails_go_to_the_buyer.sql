-- What is said about an order is said to who ordered.
SELECT notifications.id, kind, notifications.email, orders.email AS buyer
FROM notifications.notifications JOIN orders.orders ON orders.id = data ->> 'orderId'
WHERE notifications.email IS DISTINCT FROM orders.email OR notifications.user_id IS DISTINCT FROM orders.user_id
