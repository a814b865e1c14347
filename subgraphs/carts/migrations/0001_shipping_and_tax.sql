-- What a new shop starts with; change the rows to change the offer.
INSERT INTO shipping_methods (id, name, description, price_minor, free_from_minor, currency_code, position) VALUES
  ('standard', 'Standard', '3 to 5 working days', 490, 10000, 'USD', 1),
  ('express', 'Express', 'The next working day', 1290, NULL, 'USD', 2),
  ('pickup', 'Pick-up point', '4 to 6 working days', 290, 5000, 'USD', 3);
--> statement-breakpoint
INSERT INTO tax_rates (country_code, region, rate_basis_points, on_shipping) VALUES
  ('US', NULL, 0, false), ('US', 'CA', 725, false), ('US', 'NY', 400, true), ('US', 'TX', 625, true), ('US', 'WA', 650, true),
  ('CA', NULL, 500, true), ('GB', NULL, 2000, true), ('DE', NULL, 1900, true), ('FR', NULL, 2000, true), ('AT', NULL, 2000, true),
  ('NL', NULL, 2100, true), ('ES', NULL, 2100, true), ('IT', NULL, 2200, true), ('SE', NULL, 2500, true), ('CH', NULL, 810, true),
  ('JP', NULL, 1000, true), ('AU', NULL, 1000, true);
