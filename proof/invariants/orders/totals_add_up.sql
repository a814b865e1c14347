-- The total is lines less discount plus shipping and tax, and the lines are their items.
SELECT orders.id, total_minor, subtotal_minor, lines
FROM orders.orders JOIN (SELECT order_id, sum(total_minor) AS lines FROM orders.order_items GROUP BY 1) AS items ON order_id = orders.id
WHERE total_minor <> subtotal_minor - discount_minor + shipping_minor + tax_minor OR subtotal_minor <> lines
