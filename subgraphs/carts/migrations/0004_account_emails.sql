CREATE TABLE "account_emails" (
	"user_id" text PRIMARY KEY NOT NULL,
	"latest" bigint NOT NULL
);
