-- An order is over what its cart held when it was locked, at the prices of then.
SELECT orders.id, ordered, held
FROM orders.orders
JOIN (SELECT order_id, jsonb_object_agg(variant_id, ARRAY[quantity, unit_price_minor]) AS ordered FROM orders.order_items GROUP BY 1) AS items ON items.order_id = orders.id
JOIN (SELECT carts.order_id, jsonb_object_agg(line ->> 'variantId', ARRAY[(line ->> 'quantity')::bigint, (line ->> 'unitPriceMinor')::bigint]) AS held
  FROM carts.carts, jsonb_array_elements(snapshot -> 'lines') AS line GROUP BY 1) AS snapshots ON snapshots.order_id = orders.id
WHERE ordered <> held
