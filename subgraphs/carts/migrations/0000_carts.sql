CREATE TYPE "public"."cart_status" AS ENUM('OPEN', 'LOCKED', 'CONVERTED', 'MERGED', 'ABANDONED');--> statement-breakpoint
CREATE TABLE "cart_items" (
	"id" text PRIMARY KEY NOT NULL,
	"cart_id" text NOT NULL,
	"variant_id" text NOT NULL,
	"product_id" text NOT NULL,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"image_url" text,
	"quantity" integer NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"added_price_minor" bigint NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_item_per_variant" UNIQUE("cart_id","variant_id"),
	CONSTRAINT "quantity_within_limits" CHECK ("cart_items"."quantity" between 1 and 99),
	CONSTRAINT "price_is_not_negative" CHECK ("cart_items"."unit_price_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "carts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text,
	"token_hash" text,
	"status" "cart_status" DEFAULT 'OPEN' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"currency_code" text DEFAULT 'USD' NOT NULL,
	"email" text,
	"shipping_address" jsonb,
	"shipping_method_id" text,
	"order_id" text,
	"snapshot" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '30 days' NOT NULL,
	CONSTRAINT "carts_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "a_locked_cart_has_its_order" CHECK ("carts"."status" <> 'LOCKED' or ("carts"."order_id" is not null and "carts"."snapshot" is not null)),
	CONSTRAINT "belongs_to_somebody" CHECK ("carts"."user_id" is not null or "carts"."token_hash" is not null)
);
--> statement-breakpoint
CREATE TABLE "released_orders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"released_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipping_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"free_from_minor" bigint,
	"currency_code" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"country_code" text NOT NULL,
	"region" text,
	"rate_basis_points" integer NOT NULL,
	"on_shipping" boolean NOT NULL,
	CONSTRAINT "one_rate_per_place" UNIQUE NULLS NOT DISTINCT("country_code","region"),
	CONSTRAINT "rate_is_a_share" CHECK ("tax_rates"."rate_basis_points" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "cart_items" ADD CONSTRAINT "cart_items_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_shipping_method_id_shipping_methods_id_fk" FOREIGN KEY ("shipping_method_id") REFERENCES "public"."shipping_methods"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "items_of_variant" ON "cart_items" USING btree ("variant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_cart_per_user" ON "carts" USING btree ("user_id") WHERE "carts"."status" in ('OPEN', 'LOCKED');--> statement-breakpoint
CREATE UNIQUE INDEX "one_cart_per_order" ON "carts" USING btree ("order_id") WHERE "carts"."status" in ('LOCKED', 'CONVERTED');--> statement-breakpoint
CREATE INDEX "carts_by_expiry" ON "carts" USING btree ("expires_at") WHERE "carts"."status" = 'OPEN';