-- What the ledger says is at Stripe for an order is what came in less what went back.
SELECT orders.id, captured_minor, refunded_minor, coalesce(cash, 0) AS cash
FROM orders.orders LEFT JOIN (SELECT order_id, sum(amount_minor) AS cash FROM payments.ledger_entries
  JOIN payments.ledger_transactions ON ledger_transactions.id = transaction_id WHERE account = 'stripe_balance' GROUP BY 1) AS ledger ON order_id = orders.id
WHERE captured_minor - refunded_minor <> coalesce(cash, 0)
