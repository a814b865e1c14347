-- No more goes back than came in.
SELECT payments.id, payments.amount_minor, sum(refunds.amount_minor) AS refunded
FROM payments.payments JOIN payments.refunds ON refunds.payment_id = payments.id
WHERE refunds.status <> 'FAILED' GROUP BY 1, 2 HAVING sum(refunds.amount_minor) > payments.amount_minor
