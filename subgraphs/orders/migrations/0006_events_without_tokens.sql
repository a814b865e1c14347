-- events name the order; whoever sends a mail asks for its token
UPDATE "outbox" SET "payload" = "payload" - 'orderToken' WHERE jsonb_exists("payload", 'orderToken');
