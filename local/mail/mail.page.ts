import type { ReceivedMail } from './mail.ts';

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f5f7; color: #1c2430; }
  main { max-width: 960px; margin: 0 auto; padding: 24px 16px; }
  h1 { font-size: 20px; margin: 0 0 16px; }
  a { color: inherit; text-decoration: none; }
  .mail { display: grid; grid-template-columns: 1fr 2fr auto; gap: 16px; padding: 12px 16px; background: #fff; border-bottom: 1px solid #e4e7ec; }
  .mail:hover { background: #f0f6ff; }
  .mail span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .muted { color: #667085; font-size: 14px; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; background: #fff; padding: 16px; margin: 0 0 16px; }
  dt { color: #667085; } dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 60vh; border: 1px solid #e4e7ec; background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; padding: 16px; }
</style><main>${body}</main></html>`;

const shortTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;

export const inboxPage = (mails: readonly ReceivedMail[]): string =>
  page(
    'Mail inbox',
    `<h1>Mail inbox <span class="muted">${mails.length} mails; nothing leaves this machine</span></h1>${
      mails.length === 0
        ? '<p class="muted">No mail yet. Register an account, or place an order.</p>'
        : mails
            .map(
              ({ id, to, subject, receivedAt }) =>
                `<a class="mail" href="/messages/${id}"><span>${escapeText(to)}</span><span><b>${escapeText(subject)}</b></span><span class="muted">${shortTime(receivedAt)}</span></a>`,
            )
            .join('')
    }`,
  );

export const messagePage = ({ id, from, to, subject, messageId, receivedAt, text }: ReceivedMail): string =>
  page(
    subject,
    `<p><a href="/">← Inbox</a></p><h1>${escapeText(subject)}</h1>
    <dl><dt>From</dt><dd>${escapeText(from)}</dd><dt>To</dt><dd>${escapeText(to)}</dd><dt>Received</dt><dd>${shortTime(receivedAt)}</dd><dt>Message-ID</dt><dd>${escapeText(messageId)}</dd></dl>
    <iframe sandbox="allow-popups" src="/messages/${id}/html" title="The mail"></iframe>
    <h2 class="muted">As text</h2><pre>${escapeText(text)}</pre>`,
  );
