-- The news says which products look different now, so that answers that do not show them are kept. Without `tags`, and above a hundred
-- products, it says: anything. One row of news per statement, however many rows it changed.
DROP TRIGGER products_come_and_go ON products;
--> statement-breakpoint
DROP TRIGGER products_change ON products;
--> statement-breakpoint
DROP TRIGGER variants_change ON variants;
--> statement-breakpoint
DROP TRIGGER media_change ON media;
--> statement-breakpoint
DROP TRIGGER stock_comes_and_goes ON stock;
--> statement-breakpoint
DROP TRIGGER stock_changes ON stock;
--> statement-breakpoint
CREATE FUNCTION tell_products_changed(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(ids) > 0 THEN
    INSERT INTO outbox (event_id, type, subscriber, payload) VALUES (gen_random_uuid(), 'CatalogueChanged', 'gateway',
      CASE WHEN cardinality(ids) > 100 THEN '{}'::jsonb
        ELSE jsonb_build_object('tags', (SELECT jsonb_agg('Product:' || id) FROM unnest(ids) AS id)) END);
    PERFORM pg_notify('storegraph_wake', 'outbox');
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION products_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN PERFORM tell_products_changed(ARRAY(SELECT id FROM after));
    WHEN 'DELETE' THEN PERFORM tell_products_changed(ARRAY(SELECT id FROM before));
    ELSE PERFORM tell_products_changed(ARRAY(SELECT after.id FROM after JOIN before USING (id) WHERE
      (before.slug, before.title, before.description, before.vendor, before.status, before.category_id, before.category_path, before.options, before.attributes,
        before.seo_title, before.seo_description, before.price_min_minor, before.price_max_minor, before.compare_at_min_minor, before.compare_at_max_minor,
        before.in_stock, visible_count(before.available), before.thumbnail)
      IS DISTINCT FROM (after.slug, after.title, after.description, after.vendor, after.status, after.category_id, after.category_path, after.options, after.attributes,
        after.seo_title, after.seo_description, after.price_min_minor, after.price_max_minor, after.compare_at_min_minor, after.compare_at_max_minor,
        after.in_stock, visible_count(after.available), after.thumbnail)));
  END CASE;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER products_inserted AFTER INSERT ON products REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION products_changed();
--> statement-breakpoint
CREATE TRIGGER products_deleted AFTER DELETE ON products REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION products_changed();
--> statement-breakpoint
CREATE TRIGGER products_updated AFTER UPDATE ON products REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION products_changed();
--> statement-breakpoint
-- For tables whose rows belong to one product.
CREATE FUNCTION parts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN PERFORM tell_products_changed(ARRAY(SELECT DISTINCT product_id FROM after));
    WHEN 'DELETE' THEN PERFORM tell_products_changed(ARRAY(SELECT DISTINCT product_id FROM before));
    ELSE PERFORM tell_products_changed(ARRAY(SELECT product_id FROM after UNION SELECT product_id FROM before));
  END CASE;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER variants_inserted AFTER INSERT ON variants REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
CREATE TRIGGER variants_deleted AFTER DELETE ON variants REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
CREATE TRIGGER variants_updated AFTER UPDATE ON variants REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
CREATE TRIGGER media_inserted AFTER INSERT ON media REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
CREATE TRIGGER media_deleted AFTER DELETE ON media REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
CREATE TRIGGER media_updated AFTER UPDATE ON media REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION parts_changed();
--> statement-breakpoint
-- Stock that goes, goes with its variant, which tells.
CREATE FUNCTION stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_products_changed(ARRAY(SELECT DISTINCT variants.product_id FROM after JOIN variants ON variants.id = after.variant_id));
  ELSE
    PERFORM tell_products_changed(ARRAY(SELECT DISTINCT variants.product_id FROM after JOIN before USING (variant_id) JOIN variants ON variants.id = variant_id
      WHERE visible_count(before.on_hand - before.reserved) <> visible_count(after.on_hand - after.reserved)));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER stock_inserted AFTER INSERT ON stock REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();
--> statement-breakpoint
CREATE TRIGGER stock_updated AFTER UPDATE ON stock REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();
