-- An order goes the ways that the table of transitions allows, and leaves no end.
SELECT order_id, id, from_state, to_state FROM orders.order_events
WHERE from_state IS NOT NULL AND to_state IS NOT NULL AND (from_state, to_state) NOT IN (SELECT from_state, to_state FROM rules.order_transitions)
