import { randomUUID } from 'node:crypto';
import { newId, RemoteError } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import type { OrderEvent } from '@storegraph/orders/contract';
import { sql } from 'drizzle-orm';
import { notifications } from '../src/subgraph.ts';
import { startSmtpServer } from './smtpServer.ts';

/** An order that orders does not know. */
export const UNKNOWN = newId('ord');
export const newOrder = (changes: Partial<OrderEvent> = {}): OrderEvent => ({
  orderId: newId('ord'),
  number: 'SG-1001',
  cartId: newId('cart'),
  userId: null,
  email: 'ada@shop.example',
  totalMinor: 4480,
  currencyCode: 'USD',
  lines: [
    { title: 'Walnut Desk Lamp', quantity: 2, totalMinor: 3980 },
    { title: 'Bulb', quantity: 1, totalMinor: 500 },
  ],
  ...changes,
});
export const newUser = (changes: object = {}) => ({
  userId: newId('usr'),
  email: 'ada@shop.example',
  displayName: 'Ada',
  verificationToken: randomUUID(),
  ...changes,
});
/** Undoes quoted-printable, so that a long line is found as one. */
export const readable = (raw: string) =>
  Buffer.from(
    raw.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const FEED = `query ($representations: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $representations) { ... on User {
    unreadNotificationCount
    notifications(first: $first, after: $after) { totalCount nodes { id kind title body readAt order { id } } pageInfo { hasNextPage endCursor } }
  } }
}`;
export const REDELIVER =
  'mutation ($id: ID!) { redeliverNotification(input: { id: $id }) { delivery { id status messageId } userErrors { code path } } }';

/** The real subgraph with a mail server that keeps what it is given. */
export async function openMailShop() {
  const smtp = await startSmtpServer();
  const orders = { areDown: false };
  const shop = await testSubgraph(notifications, {
    remotes: {
      orders: {
        async orderToken({ orderId }) {
          if (orders.areDown) throw new RemoteError('orders', 'orderToken');
          return orderId === UNKNOWN ? null : { orderToken: `token-of-${orderId}` };
        },
      },
    },
    env: { SMTP_URL: smtp.url, MAIL_FROM: 'Storegraph <shop@storegraph.local>', SHOP_NAME: 'Lamps & <Co>' },
  });
  const rows = async (dedupeKey: string): Promise<any[]> => [
    ...(await shop.db.execute(sql`SELECT * FROM notifications WHERE dedupe_key = ${dedupeKey}`)),
  ];
  const jobs = async (): Promise<number> =>
    (await shop.db.execute(sql`SELECT count(*)::int AS count FROM jobs`))[0]!.count as number;
  const feedOf = async (viewer: ReturnType<typeof newViewer> | null, userId: string, variables: object = {}) =>
    shop.as(viewer)(FEED, { representations: [{ __typename: 'User', id: userId }], ...variables });
  return {
    shop,
    smtp,
    orders,
    rows,
    jobs,
    feedOf,
    async stop(): Promise<void> {
      await shop.stop();
      await smtp.stop();
    },
  };
}
