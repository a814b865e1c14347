ALTER TABLE "products" ALTER COLUMN "created_at" SET DATA TYPE timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "created_at" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "thumbnail" jsonb;
--> statement-breakpoint
CREATE FUNCTION media_refresh_thumbnail() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed text := coalesce(NEW.product_id, OLD.product_id);
BEGIN
  UPDATE products SET thumbnail = first.picture
  FROM (SELECT (SELECT jsonb_build_object('path', path, 'alt', alt, 'width', width, 'height', height)
    FROM media WHERE product_id = changed ORDER BY position, id LIMIT 1) AS picture) AS first
  WHERE products.id = changed AND products.thumbnail IS DISTINCT FROM first.picture;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER thumbnail_follows_media AFTER INSERT OR UPDATE OR DELETE ON media DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION media_refresh_thumbnail();
--> statement-breakpoint
UPDATE products SET thumbnail = (SELECT jsonb_build_object('path', path, 'alt', alt, 'width', width, 'height', height)
  FROM media WHERE product_id = products.id ORDER BY position, media.id LIMIT 1);
