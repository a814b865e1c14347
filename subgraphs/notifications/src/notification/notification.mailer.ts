import { shopName, storefrontAddress } from '@storegraph/commerce';
import {
  crashPoint,
  EnvironmentError,
  inProduction,
  isLocalHost,
  RemoteError,
  remote,
  type Service,
} from '@storegraph/kit';
import { orders } from '@storegraph/orders/contract';
import { and, eq, sql } from 'drizzle-orm';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { domainOf } from './notification.service.ts';
import { type NotificationRow, notifications } from './notification.table.ts';
import { needsToken, withToken } from './order.template.ts';

const LOCAL_INBOX = '4025';

export const mailEnvironment = {
  ...storefrontAddress,
  ...shopName,
  SMTP_URL: inProduction(
    z
      .url({ protocol: /^smtps?$/, error: 'such as smtp://user:password@mail.example:587' })
      .describe('The server that takes mails: `smtp://user:password@mail.example:587`, or `smtps://`.'),
    {
      words: 'must not be the inbox of a laptop',
      isMet(url) {
        const { hostname, port } = new URL(url);
        return !isLocalHost(hostname) && port !== LOCAL_INBOX;
      },
    },
  ),
  MAIL_FROM: inProduction(
    z
      .string()
      .regex(/^[^\p{Cc}]*@[A-Za-z0-9.-]+>?$/u, 'an address such as "Shop <shop@storegraph.local>"')
      .describe('Whom mails are from: `Shop <shop@storegraph.local>`.'),
    {
      words: 'must be an address of the shop',
      isMet: (from) => !isLocalHost(domainOf(from)),
    },
  ),
};

/** Below the kit's own limit, so that the row says DEAD when its job ends. */
const MAX_ATTEMPTS = 15;

/** Sends one queued mail. After a crash between sending and marking it goes out once more, with the same Message-ID. */
export async function sendMail(service: Service, { notificationId }: { notificationId: string }): Promise<void> {
  const [row] = await service.db
    .select()
    .from(notifications)
    .where(and(eq(notifications.id, notificationId), eq(notifications.status, 'QUEUED')));
  if (!row) return;
  const failure = await deliver(service, row);
  if (failure) return recordFailure(service, row, failure);
  await service.db
    .update(notifications)
    .set({
      status: 'SENT',
      sentAt: sql`now()`,
      attempts: row.attempts + 1,
      lastError: null,
      ...withoutSecret(row),
    })
    .where(and(eq(notifications.id, row.id), eq(notifications.status, 'QUEUED')));
}

/** At the end of a delivery, whichever it is. */
const withoutSecret = ({ holdsSecret }: NotificationRow) => (holdsSecret ? { html: null, text: null } : {});

interface Failure {
  /** Without the address: this is stored and logged. */
  reason: string;
  permanent: boolean;
}

async function deliver(service: Service, row: NotificationRow): Promise<Failure | null> {
  const { env } = service;
  const { email, subject, messageId } = row;
  const bodies = await bodiesOf(service, row);
  if (!bodies) return { reason: 'orders did not answer', permanent: false };
  const transport = createTransport(withTimeouts(env.SMTP_URL));
  try {
    await transport.sendMail({
      from: env.MAIL_FROM,
      to: { name: '', address: email! }, // an object: never parsed as a list of addresses
      subject,
      ...bodies,
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    crashPoint('mail.afterSend');
    return null;
  } catch (error) {
    const {
      code = 'ERROR',
      responseCode,
      command,
    } = error as { code?: string; responseCode?: number; command?: string };
    const reason = [code, command, responseCode].filter((part) => part !== undefined).join(' ');
    // Only a refusal of this very mail is final; a wrong password is ours to mend.
    return {
      reason,
      permanent: responseCode !== undefined && responseCode >= 550 && responseCode < 600 && code !== 'EAUTH',
    };
  } finally {
    transport.close();
  }
}

/** With the token of the order in its link, which is nowhere but in the mail itself. Null: ask again later. */
async function bodiesOf(service: Service, { html, text, data }: NotificationRow) {
  const bodies = { html: html ?? undefined, text: text ?? undefined };
  if (!data.orderId || ![html, text].some(needsToken)) return bodies;
  try {
    const answer = await remote(service, orders).orderToken({ orderId: data.orderId });
    const filled = (body: string | undefined) => body && withToken(body, answer?.orderToken ?? null);
    return { html: filled(bodies.html), text: filled(bodies.text) };
  } catch (error) {
    if (error instanceof RemoteError) return null;
    throw error;
  }
}

async function recordFailure({ db }: Service, row: NotificationRow, { reason, permanent }: Failure): Promise<void> {
  const attempts = row.attempts + 1;
  const dead = permanent || attempts >= MAX_ATTEMPTS;
  await db
    .update(notifications)
    .set({ attempts, lastError: reason, ...(dead && { status: 'DEAD' as const, ...withoutSecret(row) }) })
    .where(and(eq(notifications.id, row.id), eq(notifications.status, 'QUEUED')));
  if (!dead) throw new Error(`A mail was not sent: ${reason}`);
}

function withTimeouts(smtpUrl: string): string {
  if (!URL.canParse(smtpUrl)) throw new EnvironmentError('SMTP_URL is not a URL');
  const url = new URL(smtpUrl);
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    if (!url.searchParams.has(name)) url.searchParams.set(name, '10000');
  return url.href;
}
