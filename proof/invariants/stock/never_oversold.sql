-- Stock on hand covers what is promised, and neither is ever negative.
SELECT variant_id, on_hand, reserved FROM products.stock WHERE reserved < 0 OR reserved > on_hand
