-- What a cart that can be bought asks for a variant is what products means by the number of that price.
SELECT cart_items.id, cart_items.unit_price_minor, cart_items.price_version, variants.price_minor, variants.price_version AS last_version
FROM carts.cart_items JOIN carts.carts ON carts.id = cart_items.cart_id JOIN products.variants ON variants.id = cart_items.variant_id
WHERE carts.status IN ('OPEN', 'LOCKED')
  AND (cart_items.price_version > variants.price_version
    OR (cart_items.price_version = variants.price_version AND cart_items.unit_price_minor <> variants.price_minor))
