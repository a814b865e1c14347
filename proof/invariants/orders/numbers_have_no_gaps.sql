-- The numbers of orders count up by one, without a gap and without a second one.
SELECT 'SG-' || counted AS number, count(orders.id) AS orders
FROM orders.order_numbers CROSS JOIN generate_series(first, last) AS counted LEFT JOIN orders.orders ON orders.number = 'SG-' || counted
GROUP BY 1 HAVING count(orders.id) <> 1
UNION ALL
SELECT orders.number, 1 FROM orders.orders, orders.order_numbers WHERE substr(orders.number, 4)::bigint > last
