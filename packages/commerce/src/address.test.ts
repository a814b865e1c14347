import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { AddressInput } from './address.ts';

test('an address has its longest texts, and not one character more', () => {
  const longest = {
    fullName: 120,
    company: 120,
    line1: 160,
    line2: 160,
    city: 100,
    region: 100,
    postalCode: 20,
    phone: 40,
  };
  const address = Object.assign(
    new AddressInput(),
    Object.fromEntries(Object.entries(longest).map(([field, length]) => [field, 'x'.repeat(length)])),
  );
  const options = { skipMissingProperties: true, forbidUnknownValues: false };
  expect(validateSync(address, options)).toEqual([]);
  for (const [field, length] of Object.entries(longest))
    for (const wrong of ['x'.repeat(length + 1), 'a\u202eb'])
      expect(
        validateSync(Object.assign(new AddressInput(), address, { [field]: wrong }), options).map(
          ({ property }) => property,
        ),
      ).toEqual([field]);
});
