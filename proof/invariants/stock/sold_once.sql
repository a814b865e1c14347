-- An order takes a variant from the shelf once, and brings it back once at most.
SELECT order_id, variant_id, sign(delta) AS direction, count(*) FROM products.stock_movements
WHERE order_id IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1
