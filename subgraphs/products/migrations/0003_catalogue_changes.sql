-- Whatever a shopper who is not signed in can see: when it changes the gateway hears of it, whoever writes. It forgets its answers then.
-- How well something sells is left out on purpose: every order changes it, and half a minute is soon enough for a ranking.
CREATE FUNCTION tell_catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (event_id, type, subscriber, payload) VALUES (gen_random_uuid(), 'CatalogueChanged', 'gateway', '{}'::jsonb);
  PERFORM pg_notify('storegraph_wake', 'outbox');
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Exact counts are not public: six and more look the same.
CREATE FUNCTION visible_count(available integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT least(greatest(available, 0), 6)';
--> statement-breakpoint
CREATE TRIGGER products_come_and_go AFTER INSERT OR DELETE ON products FOR EACH STATEMENT EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER products_change AFTER UPDATE ON products FOR EACH ROW
  WHEN ((OLD.slug, OLD.title, OLD.description, OLD.vendor, OLD.status, OLD.category_id, OLD.category_path, OLD.options, OLD.attributes, OLD.seo_title, OLD.seo_description,
      OLD.price_min_minor, OLD.price_max_minor, OLD.compare_at_min_minor, OLD.compare_at_max_minor, OLD.in_stock, visible_count(OLD.available), OLD.thumbnail)
    IS DISTINCT FROM (NEW.slug, NEW.title, NEW.description, NEW.vendor, NEW.status, NEW.category_id, NEW.category_path, NEW.options, NEW.attributes, NEW.seo_title, NEW.seo_description,
      NEW.price_min_minor, NEW.price_max_minor, NEW.compare_at_min_minor, NEW.compare_at_max_minor, NEW.in_stock, visible_count(NEW.available), NEW.thumbnail))
  EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER variants_change AFTER INSERT OR UPDATE OR DELETE ON variants FOR EACH STATEMENT EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER media_change AFTER INSERT OR UPDATE OR DELETE ON media FOR EACH STATEMENT EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER categories_change AFTER INSERT OR UPDATE OR DELETE ON categories FOR EACH STATEMENT EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER stock_comes_and_goes AFTER INSERT OR DELETE ON stock FOR EACH STATEMENT EXECUTE FUNCTION tell_catalogue_changed();
--> statement-breakpoint
CREATE TRIGGER stock_changes AFTER UPDATE ON stock FOR EACH ROW WHEN (visible_count(OLD.on_hand - OLD.reserved) <> visible_count(NEW.on_hand - NEW.reserved))
  EXECUTE FUNCTION tell_catalogue_changed();
