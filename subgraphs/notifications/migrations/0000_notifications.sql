CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text,
	"email" text,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"subject" text NOT NULL,
	"summary" text,
	"html" text,
	"text" text,
	"holds_secret" boolean DEFAULT false NOT NULL,
	"message_id" text NOT NULL,
	"status" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"redeliveries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	CONSTRAINT "one_notification_per_cause" UNIQUE("dedupe_key"),
	CONSTRAINT "known_delivery_status" CHECK ("notifications"."status" IN ('QUEUED', 'SENT', 'DEAD')),
	CONSTRAINT "sent_has_a_time" CHECK ("notifications"."status" <> 'SENT' OR "notifications"."sent_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE INDEX "feed_of_user" ON "notifications" USING btree ("user_id","id") WHERE "notifications"."summary" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "unread_of_user" ON "notifications" USING btree ("user_id") WHERE "notifications"."read_at" IS NULL AND "notifications"."summary" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries" ON "notifications" USING btree ("status","id");