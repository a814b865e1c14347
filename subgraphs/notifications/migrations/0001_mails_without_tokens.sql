-- what opens an order is put into its mail while it is sent: also into what still waits, or is sent once more
UPDATE "notifications" SET
  "html" = regexp_replace("html", '(/orders/[^"?[:space:]]+)\?token=[A-Za-z0-9_-]+', '\1?token={orderToken}', 'g'),
  "text" = regexp_replace("text", '(/orders/[^"?[:space:]]+)\?token=[A-Za-z0-9_-]+', '\1?token={orderToken}', 'g')
WHERE "kind" LIKE 'ORDER\_%';
