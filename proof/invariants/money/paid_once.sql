-- An order is paid once.
SELECT order_id, count(*) FROM payments.payments WHERE status = 'SUCCEEDED' GROUP BY 1 HAVING count(*) > 1
