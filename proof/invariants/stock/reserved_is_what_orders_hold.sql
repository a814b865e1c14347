-- What a variant has reserved is exactly the sum of the holds of orders: less would oversell, more would keep units from everybody.
SELECT variant_id, reserved, coalesce(held, 0) AS held
FROM products.stock LEFT JOIN (SELECT variant_id, sum(quantity)::int AS held FROM products.holds WHERE state = 'HELD' GROUP BY 1) AS holds USING (variant_id)
WHERE reserved <> coalesce(held, 0)
