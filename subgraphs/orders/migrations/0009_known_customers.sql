-- whoever has an order already is announced as later customers are when they place their first
INSERT INTO "outbox" ("event_id", "type", "version", "subscriber", "payload", "secrets")
SELECT gen_random_uuid(), 'CustomerOrdered', 1, 'users',
  jsonb_build_object('userId', "user_id", 'placedAt', to_char(min("placed_at") AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}'
FROM "orders" WHERE "user_id" IS NOT NULL AND "number" IS NOT NULL GROUP BY "user_id";
