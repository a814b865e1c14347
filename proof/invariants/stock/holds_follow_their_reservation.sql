-- All lines of an order go the same way: released, sold or returned together.
SELECT order_id, variant_id, holds.state AS hold, reservations.state AS reservation
FROM products.holds JOIN products.reservations USING (order_id) WHERE holds.state <> reservations.state
