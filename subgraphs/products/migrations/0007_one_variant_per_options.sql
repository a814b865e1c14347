ALTER TABLE "variants" ADD COLUMN "options_key" text;--> statement-breakpoint
-- The same options in another order, case or with other blanks are the same. A hash, because an index has no room for long ones.
CREATE FUNCTION options_key(options jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(string_agg(DISTINCT pair, E'\n' ORDER BY pair), 'UTF8')), 'hex')
  FROM (
    SELECT jsonb_build_array(lower(normalize(btrim(option->>'name'))), lower(normalize(btrim(option->>'value'))))::text AS pair
    FROM jsonb_array_elements(options) AS option
  ) AS pairs
$$;
--> statement-breakpoint
-- Of those that have the same already the oldest keeps them, and the others stay for sale. Nothing that is shown changes: no event.
ALTER TABLE variants DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE variants SET options_key = keys.key FROM (
  SELECT DISTINCT ON (product_id, options_key(selected_options)) id, options_key(selected_options) AS key
  FROM variants ORDER BY product_id, options_key(selected_options), created_at, id
) AS keys WHERE variants.id = keys.id;
--> statement-breakpoint
ALTER TABLE variants ENABLE TRIGGER USER;
--> statement-breakpoint
CREATE FUNCTION set_options_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.options_key := options_key(NEW.selected_options);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER options_have_a_key BEFORE INSERT OR UPDATE OF selected_options ON variants
  FOR EACH ROW EXECUTE FUNCTION set_options_key();
--> statement-breakpoint
CREATE UNIQUE INDEX "one_variant_per_options" ON "variants" USING btree ("product_id","options_key");
