CREATE TABLE "data_export_pages" (
	"export_id" text NOT NULL,
	"domain" text NOT NULL,
	"number" integer NOT NULL,
	"data" jsonb NOT NULL,
	"next" text,
	CONSTRAINT "data_export_pages_export_id_domain_number_pk" PRIMARY KEY("export_id","domain","number")
);
--> statement-breakpoint
CREATE TABLE "data_exports" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"file_key" text,
	"expires_at" timestamp with time zone,
	CONSTRAINT "a_file_has_its_end" CHECK (("data_exports"."file_key" is null) = ("data_exports"."expires_at" is null))
);
--> statement-breakpoint
ALTER TABLE "data_export_pages" ADD CONSTRAINT "data_export_pages_export_id_data_exports_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."data_exports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_export_under_way" ON "data_exports" USING btree ("user_id") WHERE "data_exports"."file_key" is null;--> statement-breakpoint
CREATE INDEX "exports_of_user" ON "data_exports" USING btree ("user_id","requested_at");--> statement-breakpoint
CREATE INDEX "exports_to_delete" ON "data_exports" USING btree ("expires_at");