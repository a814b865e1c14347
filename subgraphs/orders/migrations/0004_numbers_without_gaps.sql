CREATE TABLE "order_numbers" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "one_row" CHECK ("order_numbers"."is_only")
);
--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "number" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "number" DROP NOT NULL;--> statement-breakpoint
-- whoever upgrades goes on counting where the sequence is; what is being placed gets a number of the new count, what was refused has none
INSERT INTO "order_numbers" ("first", "last") SELECT "next", "next" - 1 FROM (SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS "next" FROM "order_number") AS sequence;--> statement-breakpoint
UPDATE "orders" SET "number" = NULL WHERE "state" IN ('NEW', 'RESERVING', 'REJECTED');--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "numbered_once_it_can_be_paid" CHECK (("orders"."number" is null) = ("orders"."state" in ('NEW', 'RESERVING', 'REJECTED')));--> statement-breakpoint
DROP SEQUENCE "public"."order_number";