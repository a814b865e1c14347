ALTER TABLE "reservations" ADD COLUMN "holder" text;--> statement-breakpoint
CREATE INDEX "held_by_holder" ON "reservations" USING btree ("holder") WHERE "reservations"."state" = 'HELD';