-- links in mails that were given up before
UPDATE "notifications" SET "html" = NULL, "text" = NULL WHERE "holds_secret" AND "status" IN ('SENT', 'DEAD');--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "secrets_end_with_delivery" CHECK (NOT "notifications"."holds_secret" OR "notifications"."status" = 'QUEUED' OR ("notifications"."html" IS NULL AND "notifications"."text" IS NULL));
