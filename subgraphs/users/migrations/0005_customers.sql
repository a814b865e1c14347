CREATE TABLE "consents" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"given" boolean NOT NULL,
	"source" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_source" CHECK ("consents"."source" in ('REGISTRATION', 'ACCOUNT'))
);
--> statement-breakpoint
CREATE TABLE "customer_group_members" (
	"group_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "customer_group_members_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "customer_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"description" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "deleted_accounts_are_nobody";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "first_order_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "deletion_requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "deletion_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_group_members" ADD CONSTRAINT "customer_group_members_group_id_customer_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."customer_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_group_members" ADD CONSTRAINT "customer_group_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consents_of_user" ON "consents" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "groups_of_user" ON "customer_group_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_group_per_name" ON "customer_groups" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "accounts_to_delete" ON "users" USING btree ("deletion_due_at") WHERE "users"."deletion_due_at" is not null and "users"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "deletion_has_its_day" CHECK (("users"."deletion_requested_at" is null) = ("users"."deletion_due_at" is null));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "deleted_accounts_are_nobody" CHECK ("users"."deleted_at" is null or ("users"."status" = 'DISABLED' and "users"."password_hash" is null and "users"."display_name" is null and "users"."locale" is null and "users"."note" is null and "users"."email" = "users"."id" || '@deleted.invalid' and "users"."email_key" = "users"."email"));