ALTER TABLE "variants" ADD COLUMN "price_version" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
-- Whoever writes a price: the next one counts higher.
CREATE FUNCTION count_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.price_version := OLD.price_version + 1;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER price_counts BEFORE UPDATE ON variants FOR EACH ROW
  WHEN ((OLD.price_minor, OLD.currency_code) IS DISTINCT FROM (NEW.price_minor, NEW.currency_code)) EXECUTE FUNCTION count_price();
