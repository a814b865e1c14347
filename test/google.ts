import { chooseAt } from '../local/google/browser.testing.ts';
import type { Shopper } from './shop.ts';
import type { World } from './world.ts';

/** What somebody brings back from Google who has chosen the account with this address. The program keeps the cookie of its browser. */
export async function chooseAtGoogle(
  { system }: World,
  shopper: Shopper,
  email: string,
  purpose: 'SIGN_IN' | 'LINK',
): Promise<{ code: string; state: string }> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: shopper.headers(),
    body: JSON.stringify({ query: `{ googleSignInUrl(purpose: ${purpose}) }` }),
  });
  const cookie = response.headers.getSetCookie().find((header) => header.startsWith('sg_browser='));
  shopper.cookie = cookie?.split(';')[0] ?? shopper.cookie;
  const { data } = (await response.json()) as { data: { googleSignInUrl: string } };
  const { searchParams } = await chooseAt(data.googleSignInUrl, { email });
  return { code: searchParams.get('code')!, state: searchParams.get('state')! };
}
