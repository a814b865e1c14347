-- Stock on hand is the sum of its movements: no unit appears or goes without a reason.
SELECT variant_id, on_hand, coalesce(moved, 0) AS moved
FROM products.stock LEFT JOIN (SELECT variant_id, sum(delta)::int AS moved FROM products.stock_movements GROUP BY 1) AS movements USING (variant_id)
WHERE on_hand <> coalesce(moved, 0)
