import { hasLink, html, type Html } from '@storegraph/kit';

/** A mail as it is stored and sent. */
export interface Mail {
  subject: string;
  /** One sentence for the in-app feed; absent keeps it out of the feed. */
  summary?: string;
  html: string;
  text: string;
}

/** One line without control or direction characters, of any length: the end of a sentence, or of an address in it, is never hidden. */
export const oneLine = (value: string): string =>
  value
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

const LONGEST_TITLE = 200;
/** Fit for a header, too: what is left out at its end is shown to be. */
export function titleLine(value: string): string {
  const line = oneLine(value);
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const LOOKS_LIKE_ONE = /[\p{L}\d][.\u3002][\p{L}]{2,}/u;
/** Mail programs make links of texts that look like one, and whoever writes them chooses who gets the mail. */
export const mayBecomeALink = (text: string): boolean => hasLink(text) || LOOKS_LIKE_ONE.test(text.normalize('NFKC'));

/** Who writes, and where it is reached. */
export interface Shop {
  name: string;
  /** Without a slash at its end. */
  url: string;
}

export interface Link {
  label: string;
  url: string;
}

export interface Message {
  subject: string;
  summary?: string;
  greeting: string;
  paragraphs: string[];
  link?: Link;
  /** Shown large and selectable, for those who cannot follow the link. */
  code?: string;
  table?: { html: Html; text: string };
  closing?: string;
}

/** One message in both forms. */
export function renderMail(
  shop: Shop,
  { subject, summary, greeting, paragraphs, link, code, table, closing }: Message,
): Mail {
  const name = titleLine(shop.name);
  const title = titleLine(subject);
  const text = [
    oneLine(greeting),
    ...paragraphs.map(oneLine),
    table?.text,
    link && `${link.label}: ${link.url}`,
    code && `Code: ${code}`,
    closing && oneLine(closing),
    name,
  ].filter((block) => block !== undefined && block !== '');
  const body = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;background:#f4f4f2;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1d1d1b">
<div style="max-width:560px;margin:0 auto;padding:32px 24px">
<p style="margin:0 0 16px;font-weight:700;letter-spacing:.02em">${name}</p>
<div style="background:#fff;border:1px solid #e3e3df;border-radius:8px;padding:24px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${title}</h1>
<p>${oneLine(greeting)}</p>
${paragraphs.map((paragraph) => html`<p>${oneLine(paragraph)}</p>\n`)}${table?.html ?? ''}${link ? button(link) : ''}${code ? codeBox(code) : ''}${closing ? html`<p style="color:#5f5f58;font-size:14px">${oneLine(closing)}</p>` : ''}
</div>
</div>
</body>
</html>
`;
  return {
    subject: title,
    ...(summary && { summary: oneLine(summary) }),
    html: body.value,
    text: `${text.join('\n\n')}\n`,
  };
}

const button = ({ label, url }: Link): Html =>
  html`<p style="margin:24px 0"><a href="${url}" style="display:inline-block;background:#1d4ed8;color:#fff;text-decoration:none;padding:10px 18px;border-radius:6px">${label}</a></p>\n`;

const codeBox = (code: string): Html =>
  html`<p style="margin:16px 0;font:14px ui-monospace,monospace;overflow-wrap:anywhere;background:#f4f4f2;padding:10px 12px;border-radius:6px">Code: ${code}</p>\n`;
