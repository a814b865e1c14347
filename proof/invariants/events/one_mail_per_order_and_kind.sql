-- A buyer is told each thing once.
SELECT data ->> 'orderId' AS order_id, kind, count(*) FROM notifications.notifications
WHERE kind IN ('ORDER_PLACED', 'ORDER_PAID', 'ORDER_CANCELLED', 'ORDER_EXPIRED') GROUP BY 1, 2 HAVING count(*) > 1
