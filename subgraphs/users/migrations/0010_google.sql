CREATE TYPE "public"."google_purpose" AS ENUM('SIGN_IN', 'LINK');--> statement-breakpoint
CREATE TYPE "public"."identity_provider" AS ENUM('GOOGLE');--> statement-breakpoint
CREATE TABLE "google_challenges" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"browser_hash" text NOT NULL,
	"user_id" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"email" text NOT NULL,
	"return_to" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "google_sign_ins" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"browser_hash" text NOT NULL,
	"nonce" text NOT NULL,
	"verifier" text NOT NULL,
	"purpose" "google_purpose" NOT NULL,
	"user_id" text,
	"return_to" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "who_links_is_known" CHECK (("google_sign_ins"."purpose" = 'LINK') = ("google_sign_ins"."user_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "linked_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"provider" "identity_provider" NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"email" text NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_owner_of_each" UNIQUE("issuer","subject"),
	CONSTRAINT "one_of_each_provider" UNIQUE("user_id","provider")
);
--> statement-breakpoint
ALTER TABLE "google_challenges" ADD CONSTRAINT "google_challenges_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "google_sign_ins" ADD CONSTRAINT "google_sign_ins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linked_accounts" ADD CONSTRAINT "linked_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "google_challenges_by_age" ON "google_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "google_sign_ins_by_age" ON "google_sign_ins" USING btree ("expires_at");