-- Changes of the catalogue are rare and searches are not: a search does not look through what was not sorted in yet.
DROP INDEX "products_by_search";--> statement-breakpoint
DROP INDEX "products_by_category";--> statement-breakpoint
CREATE INDEX "products_by_search" ON "products" USING gin ("search") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "products_by_category" ON "products" USING gin ("category_path") WITH (fastupdate=false);
