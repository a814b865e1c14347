import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTokenMinter, type Viewer } from '@storegraph/kit';
import type { Domain } from '../../local/system/layout.ts';
import type { GraphResult, Shopper } from '../shop.ts';
import type { World } from '../world.ts';

/** Who asks. Both customers have rows of every kind; the guests hold the token of one cart and of one order. */
export const callerNames = ['anonymous', 'cartToken', 'orderToken', 'owner', 'other', 'staff', 'admin'] as const;
export type CallerName = (typeof callerNames)[number];

export const isSignedIn = (caller: CallerName): boolean => ['owner', 'other', 'staff', 'admin'].includes(caller);

export interface Asked {
  /** Absent: the gateway. */
  at?: Domain;
  query: string;
  variables: Record<string, unknown>;
  /** What the guest with an order token holds here, instead of the one that belongs to them. */
  orderToken?: string;
}

export type Ask = (caller: CallerName, asked: Asked) => Promise<GraphResult>;

/** Sends as somebody: to the gateway as a client does, to a subgraph as the gateway does, with an internal token for that viewer. */
export async function createAsk(
  { system }: World,
  directory: string,
  shoppers: Readonly<Record<CallerName, Shopper>>,
): Promise<Ask> {
  const { keys } = JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8')) as {
    keys: Record<string, object>;
  };
  const mint = await createTokenMinter({ name: 'gateway', privateJwk: JSON.stringify(keys.gateway) });
  return async (caller, { at, query, variables, orderToken }) => {
    const shopper = shoppers[caller];
    const token = at ? await mint(at, viewerOf(shopper.accessToken)) : shopper.accessToken;
    const heldOrder = caller === 'orderToken' ? (orderToken ?? shopper.orderToken) : undefined;
    const response = await fetch(at ? `http://127.0.0.1:${system.ports[at]}/graphql` : `${system.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': randomUUID(),
        ...(token && { authorization: `Bearer ${token}` }),
        ...(caller === 'cartToken' && { 'x-cart-token': shopper.cartToken! }),
        ...(heldOrder && { 'x-order-token': heldOrder }),
        ...(shopper.cookie && { cookie: shopper.cookie }),
      },
      body: JSON.stringify({ query, variables }),
    }).catch(() => unreachable);
    if (!('json' in response)) return response;
    return (await response.json()) as GraphResult;
  };
}

/** A subgraph that has ended: the others are asked all the same. */
const unreachable: GraphResult = {
  errors: [{ message: 'does not answer', extensions: { code: 'UNREACHABLE', requestId: '' } }],
};

function viewerOf(accessToken: string | undefined): Viewer | null {
  if (!accessToken) return null;
  const { sub, roles, sid } = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
  return { id: sub, roles, sessionId: sid };
}
