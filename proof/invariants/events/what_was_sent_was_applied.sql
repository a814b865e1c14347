-- Every event that counts as delivered was applied by its subscriber. (The gateway keeps no inbox.)
SELECT event_id, type, domain, subscriber FROM everywhere.outbox
WHERE sent_at IS NOT NULL AND subscriber <> 'gateway' AND (subscriber, event_id) NOT IN (SELECT domain, event_id FROM everywhere.inbox)
