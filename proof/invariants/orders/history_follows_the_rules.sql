-- An order goes the ways of its table, for the reasons that it gives, and leaves no end.
SELECT order_id, id, from_state, type, to_state FROM orders.order_events
WHERE from_state IS NOT NULL AND to_state IS NOT NULL AND (from_state, type, to_state) NOT IN (SELECT "from", fact, "to" FROM rules.order_moves)
