import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { S3Store } from './s3.store.ts';
import { SignedUrls } from './signedUrls.ts';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature Version 4 of a request whose signature stands in its address, written from Amazon's description alone. */
function signatureOf(method: string, address: string, headers: Record<string, string>, secret: string): string {
  const url = new URL(address);
  const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const [, date, region, service] = url.searchParams.get('X-Amz-Credential')!.split('/');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const names = url.searchParams.get('X-Amz-SignedHeaders')!.split(';');
  const canonical = [
    method,
    url.pathname,
    query
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${name === 'host' ? url.host : headers[name]}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const text = [
    'AWS4-HMAC-SHA256',
    url.searchParams.get('X-Amz-Date'),
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = [date!, region!, service!, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key as Buffer, text).toString('hex');
}

// "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", Amazon S3 API Reference
const PUBLISHED = {
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  address:
    'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host',
  signature: 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
};

test("the rule that we check by gives the signature of Amazon's published example", () => {
  expect(signatureOf('GET', PUBLISHED.address, {}, PUBLISHED.secret)).toBe(PUBLISHED.signature);
});

test.each([
  ['Amazon', undefined, 'https://examplebucket.s3.eu-central-1.amazonaws.com/users/uploads/upl_1'],
  ['another S3', 'https://s3.shop.example', 'https://s3.shop.example/examplebucket/users/uploads/upl_1'],
])('an upload to %s is signed by that rule, over length, type and checksum', async (_, endpoint, place) => {
  const sha256 = createHash('sha256').update('picture').digest();
  const store = new S3Store(
    {
      name: 'examplebucket',
      region: 'eu-central-1',
      endpoint,
      keys: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: PUBLISHED.secret },
      prefix: 'users/',
    },
    new SignedUrls({ publicUrl: 'https://shop.example', service: 'users', secret: 'x' }),
  );
  const upload = await store.signedUpload({
    key: 'uploads/upl_1',
    contentType: 'image/png',
    bytes: 7,
    sha256: sha256.toString('hex'),
    expiresInSeconds: 900,
  });
  const url = new URL(upload.url);
  expect([upload.method, `${url.origin}${url.pathname}`]).toEqual(['PUT', place]);
  expect(upload.headers).toEqual({
    'content-type': 'image/png',
    'x-amz-checksum-sha256': sha256.toString('base64'),
  });
  expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256');
  expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
  const sent = { ...upload.headers, 'content-length': '7' };
  expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf('PUT', upload.url, sent, PUBLISHED.secret));
  expect(signatureOf('PUT', upload.url, { ...sent, 'content-length': '8' }, PUBLISHED.secret)).not.toBe(
    url.searchParams.get('X-Amz-Signature'),
  );
});
