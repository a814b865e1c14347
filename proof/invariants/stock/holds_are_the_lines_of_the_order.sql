-- An order holds what its lines say, no more and no less.
SELECT order_id, variant_id, held, ordered
FROM (SELECT order_id, variant_id, quantity AS held FROM products.holds) AS holds
FULL JOIN (SELECT order_id, variant_id, sum(quantity)::int AS ordered FROM orders.order_items JOIN products.reservations USING (order_id)
  WHERE reservations.outcome ->> 'outcome' = 'RESERVED' GROUP BY 1, 2) AS lines USING (order_id, variant_id)
WHERE held IS DISTINCT FROM ordered
