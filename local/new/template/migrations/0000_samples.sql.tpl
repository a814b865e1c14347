CREATE TABLE "samples" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "text_is_not_empty" CHECK ("samples"."text" <> '')
);
--> statement-breakpoint
CREATE INDEX "samples_of_user" ON "samples" USING btree ("user_id","id");