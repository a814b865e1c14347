CREATE TABLE "email_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"former_email" text NOT NULL,
	"former_key" text NOT NULL,
	"former_verified" boolean NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirm_hash" text NOT NULL,
	"confirm_until" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"undo_hash" text NOT NULL,
	"undo_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unasked_mails" (
	"email_key" text PRIMARY KEY NOT NULL,
	"mails" integer NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registrations" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"display_name" text,
	"password_hash" text NOT NULL,
	"marketing_consent" boolean,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "change_by_confirmation" ON "email_changes" USING btree ("confirm_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "change_by_undo" ON "email_changes" USING btree ("undo_hash");--> statement-breakpoint
CREATE INDEX "changes_of_user" ON "email_changes" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "kept_addresses" ON "email_changes" USING btree ("former_key","undo_until");--> statement-breakpoint
CREATE INDEX "changes_by_end" ON "email_changes" USING btree ("undo_until");--> statement-breakpoint
CREATE INDEX "unasked_mails_by_age" ON "unasked_mails" USING btree ("since");--> statement-breakpoint
CREATE INDEX "registrations_of_address" ON "registrations" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "registrations_by_end" ON "registrations" USING btree ("expires_at");
--> statement-breakpoint
-- After, not before: by then the statement has waited for whoever else writes this address, and what they committed is seen.
CREATE FUNCTION keep_former_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM email_changes WHERE former_key = NEW.email_key AND user_id <> NEW.id AND undo_until > now()) THEN
    RAISE unique_violation USING MESSAGE = 'this address is kept for the account that had it', CONSTRAINT = 'one_account_per_email';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER former_addresses_are_kept AFTER INSERT OR UPDATE OF email_key ON users FOR EACH ROW EXECUTE FUNCTION keep_former_address();
