import { expect, test } from 'vitest';
import { placeOf } from './picture.ts';

const gateway = { url: 'http://gateway:4000', headers: { 'x-forwarded-for': '203.0.113.9' } };

test('a file is sent to the gateway where this server reaches it, in the name of the visitor', () => {
  expect(placeOf('https://shop.example/uploads/users/uploads/1?bytes=5&signature=x', gateway)).toEqual({
    url: 'http://gateway:4000/uploads/users/uploads/1?bytes=5&signature=x',
    headers: gateway.headers,
  });
});

test('a bucket is told nothing of the visitor', () => {
  const url = 'https://s3.example/shop/users/uploads/1?X-Amz-Signature=x';
  expect(placeOf(url, gateway)).toEqual({ url, headers: {} });
});
