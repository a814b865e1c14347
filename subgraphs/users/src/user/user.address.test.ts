import { expect, test } from 'vitest';
import { maskAddress } from './user.address.ts';

test.each([
  ['ada.winter@shop.example', 'a…@s…'],
  ['a@b.example', 'a…@b…'],
  ['you-have-won@call-555-0100.your-prize-waits.example', 'y…@c…'],
  ['"@evil.example"@shop.example', '"…@s…'],
  ['𝒶da@𝓈hop.example', '𝒶…@𝓈…'],
])('of %s there is %s to see: who knows it tells it by that, and nobody can write anything by it', (email, masked) => {
  expect(maskAddress(email)).toBe(masked);
});
