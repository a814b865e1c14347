-- Every event leaves within a minute, and none is given up.
SELECT domain, id, type, subscriber, attempts, last_error, dead_at FROM everywhere.outbox
WHERE dead_at IS NOT NULL OR (sent_at IS NULL AND occurred_at < now() - interval '1 minute')
