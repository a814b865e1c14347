CREATE TYPE "public"."payment_state" AS ENUM('CREATING', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'CANCELED');--> statement-breakpoint
CREATE TYPE "public"."refund_state" AS ENUM('REQUESTED', 'PENDING', 'SUCCEEDED', 'FAILED');--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction_id" text NOT NULL,
	"source" text NOT NULL,
	"account" text NOT NULL,
	"currency_code" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "one_entry_per_source_and_account" UNIQUE("source","account"),
	CONSTRAINT "entry_is_not_zero" CHECK ("ledger_entries"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"order_id" text NOT NULL,
	"booked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_transactions_source_unique" UNIQUE("source")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"user_id" text PRIMARY KEY NOT NULL,
	"stripe_customer_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_stripe_customer_id_unique" UNIQUE("stripe_customer_id")
);
--> statement-breakpoint
CREATE TABLE "canceled_orders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"canceled_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"order_number" text NOT NULL,
	"attempt" integer NOT NULL,
	"status" "payment_state" DEFAULT 'CREATING' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency_code" text NOT NULL,
	"user_id" text,
	"order_token_hash" text NOT NULL,
	"stripe_customer_id" text,
	"stripe_intent_id" text,
	"client_secret" text,
	"redirect_url" text,
	"card" jsonb,
	"failure_reason" text,
	"decline_code" text,
	"failed_charge_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_stripe_intent_id_unique" UNIQUE("stripe_intent_id"),
	CONSTRAINT "one_payment_per_attempt" UNIQUE("order_id","attempt"),
	CONSTRAINT "payment_is_positive" CHECK ("payments"."amount_minor" > 0),
	CONSTRAINT "open_payments_have_an_intent" CHECK ("payments"."status" in ('CREATING', 'CANCELED') or "payments"."stripe_intent_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"object_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" text PRIMARY KEY NOT NULL,
	"refund_request_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"order_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency_code" text NOT NULL,
	"reason" text NOT NULL,
	"status" "refund_state" DEFAULT 'REQUESTED' NOT NULL,
	"stripe_refund_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refunds_refund_request_id_unique" UNIQUE("refund_request_id"),
	CONSTRAINT "refunds_stripe_refund_id_unique" UNIQUE("stripe_refund_id"),
	CONSTRAINT "refund_is_positive" CHECK ("refunds"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entries_of_transaction" ON "ledger_entries" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "ledger_of_order" ON "ledger_transactions" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_payment_per_order" ON "payments" USING btree ("order_id") WHERE "payments"."status" <> 'CANCELED';--> statement-breakpoint
CREATE INDEX "payments_to_check" ON "payments" USING btree ("checked_at") WHERE "payments"."status" not in ('SUCCEEDED', 'CANCELED');--> statement-breakpoint
CREATE INDEX "refunds_of_order" ON "refunds" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE INDEX "refunds_of_payment" ON "refunds" USING btree ("payment_id","created_at");--> statement-breakpoint
CREATE INDEX "refunds_under_way" ON "refunds" USING btree ("updated_at") WHERE "refunds"."status" in ('REQUESTED', 'PENDING');