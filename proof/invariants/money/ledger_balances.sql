-- What one account gives another receives: every transaction sums to zero.
SELECT transaction_id, currency_code, sum(amount_minor) FROM payments.ledger_entries GROUP BY 1, 2 HAVING sum(amount_minor) <> 0
