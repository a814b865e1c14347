-- Each refund that was asked for is one refund at Stripe, over the same amount. Needs Stripe.
SELECT refunds.id, refunds.amount_minor, found.count, found.amount
FROM payments.refunds
FULL JOIN (SELECT metadata ->> 'refundRequestId' AS request, count(*), sum(amount) AS amount FROM stripe.refunds WHERE status = 'succeeded' GROUP BY 1) AS found ON request = refund_request_id
WHERE (refunds.status = 'SUCCEEDED' AND (found.count IS DISTINCT FROM 1 OR found.amount <> refunds.amount_minor)) OR (found.count IS NOT NULL AND refunds.status IS DISTINCT FROM 'SUCCEEDED')
