import { createHash } from 'node:crypto';
import { ConfirmAvatarDocument, CreateAvatarUploadDocument, type StorefrontClient } from '@storegraph/client';
import type { GatewayContext } from '../server/context.ts';

export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];
export const MOST_PICTURE_BYTES = 20_000_000;
export const TOO_LARGE = 'This picture is too large: choose one of at most 20 MB.';
const SENT_WITHIN_MS = 15_000;

const refusal = (code: string, message: string) => ({ userErrors: [{ code, message, path: [] }] });

/** Promised, sent, confirmed. What the graph says no to comes back as it is. */
export async function usePicture(shop: StorefrontClient, gateway: GatewayContext, file: File) {
  if (file.size === 0) return refusal('BAD_USER_INPUT', 'Choose a picture first.');
  if (file.size > MOST_PICTURE_BYTES) return refusal('BAD_USER_INPUT', TOO_LARGE);
  if (!PICTURE_TYPES.includes(file.type))
    return refusal('BAD_USER_INPUT', 'This cannot be used: choose a picture in JPEG, PNG, WebP or AVIF.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const input = {
    contentType: file.type,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const { createAvatarUpload: upload } = await shop.mutate(CreateAvatarUploadDocument, { input });
  const { uploadId, url, method, headers } = upload;
  if (!uploadId || !url || !method) return upload;
  const place = placeOf(url, gateway);
  const sent = await fetch(place.url, {
    method,
    headers: { ...Object.fromEntries((headers ?? []).map(({ name, value }) => [name, value])), ...place.headers },
    body: bytes,
    signal: AbortSignal.timeout(SENT_WITHIN_MS),
  }).catch(() => null);
  if (!sent?.ok) return refusal('SERVICE_UNAVAILABLE', 'The shop could not take the picture. Try again in a moment.');
  return (await shop.mutate(ConfirmAvatarDocument, { input: { uploadId } })).confirmAvatar;
}

/** Where this server gets to what browsers reach at the gateway's public address; a bucket is where it says, and is told nothing of who asks. */
export function placeOf(address: string, gateway: GatewayContext): GatewayContext {
  const { pathname, search, searchParams } = new URL(address);
  const isOurs = pathname.startsWith('/uploads/') && searchParams.has('signature');
  return isOurs
    ? { ...gateway, url: new URL(`${pathname}${search}`, gateway.url).href }
    : { url: address, headers: {} };
}
