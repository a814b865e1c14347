-- What an order says was refunded is what was asked for, and what payments gave back.
SELECT orders.id, refunded_minor, asked, given
FROM orders.orders
LEFT JOIN (SELECT order_id, sum(amount_minor) AS asked FROM orders.refund_requests WHERE status = 'REFUNDED' GROUP BY 1) AS requests ON requests.order_id = orders.id
LEFT JOIN (SELECT order_id, sum(amount_minor) AS given FROM payments.refunds WHERE status = 'SUCCEEDED' GROUP BY 1) AS refunds ON refunds.order_id = orders.id
WHERE refunded_minor <> coalesce(asked, 0) OR refunded_minor <> coalesce(given, 0)
