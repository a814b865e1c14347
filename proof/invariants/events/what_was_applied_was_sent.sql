-- Nobody applied an event that nobody sent.
SELECT event_id, type, domain FROM everywhere.inbox WHERE (domain, event_id) NOT IN (SELECT subscriber, event_id FROM everywhere.outbox)
