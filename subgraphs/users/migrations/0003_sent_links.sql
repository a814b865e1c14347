-- a link that was sent is in the mail only; one that waits goes when it was sent
UPDATE "outbox" SET "payload" = "payload" - ARRAY['resetToken', 'verificationToken'] WHERE "sent_at" IS NOT NULL;
UPDATE "outbox" SET "secrets" = ARRAY['resetToken', 'verificationToken'] WHERE "sent_at" IS NULL;
