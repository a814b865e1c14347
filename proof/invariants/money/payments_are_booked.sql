-- A payment that succeeded is in the ledger with its amount, and nothing else is.
SELECT payments.id, payments.status, amount_minor, booked
FROM payments.payments
FULL JOIN (SELECT source, sum(amount_minor) FILTER (WHERE account = 'stripe_balance') AS booked FROM payments.ledger_entries WHERE source LIKE 'payment:%' GROUP BY 1) AS ledger
  ON source = 'payment:' || payments.id
WHERE booked IS DISTINCT FROM CASE WHEN payments.status = 'SUCCEEDED' THEN amount_minor END
