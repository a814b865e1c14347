CREATE TABLE "uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attached_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	CONSTRAINT "has_bytes" CHECK ("uploads"."bytes" > 0),
	CONSTRAINT "is_a_sha256" CHECK ("uploads"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "ends_one_way" CHECK ("uploads"."attached_at" is null or "uploads"."refused_at" is null)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "avatar" text;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_of_user" ON "uploads" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "uploads_by_time" ON "uploads" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_account_per_picture" ON "users" USING btree ("avatar");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "deleted_accounts_have_no_picture" CHECK ("users"."deleted_at" is null or "users"."avatar" is null);