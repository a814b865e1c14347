-- A cart is in one checkout at a time.
SELECT cart_id, count(*), array_agg(id) AS orders FROM orders.orders
WHERE cart_id IS NOT NULL AND state IN (SELECT state FROM rules.live_states) GROUP BY 1 HAVING count(*) > 1
