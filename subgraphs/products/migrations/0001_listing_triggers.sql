-- What a list of products shows and sorts by lives in the product's row. The database keeps it right, whoever writes.
CREATE FUNCTION refresh_listing(changed text) RETURNS void LANGUAGE sql AS $$
  UPDATE products SET
    price_min_minor = coalesce(facts.price_min, 0), price_max_minor = coalesce(facts.price_max, 0),
    compare_at_min_minor = facts.compare_min, compare_at_max_minor = facts.compare_max,
    available = coalesce(facts.available, 0), in_stock = coalesce(facts.available, 0) > 0
  FROM (
    SELECT min(v.price_minor) AS price_min, max(v.price_minor) AS price_max, min(v.compare_at_minor) AS compare_min, max(v.compare_at_minor) AS compare_max,
      sum(greatest(0, s.on_hand - s.reserved))::int AS available
    FROM variants v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.product_id = changed
  ) AS facts
  WHERE products.id = changed
    AND (products.price_min_minor, products.price_max_minor, products.compare_at_min_minor, products.compare_at_max_minor, products.available)
      IS DISTINCT FROM (coalesce(facts.price_min, 0), coalesce(facts.price_max, 0), facts.compare_min, facts.compare_max, coalesce(facts.available, 0));
$$;
--> statement-breakpoint
CREATE FUNCTION variants_refresh_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_listing(coalesce(NEW.product_id, OLD.product_id));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION stock_refresh_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_listing(product_id) FROM variants WHERE id = coalesce(NEW.variant_id, OLD.variant_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred to the commit: rows are locked in one order (stock first, then products), and a transaction refreshes late.
CREATE CONSTRAINT TRIGGER listing_follows_variants AFTER INSERT OR UPDATE OR DELETE ON variants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION variants_refresh_listing();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER listing_follows_stock AFTER INSERT OR UPDATE OR DELETE ON stock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stock_refresh_listing();
