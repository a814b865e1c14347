import { html, Html, type WebPageAnswer } from '@storegraph/kit';

/** Text of at least 16 pixels, fields as wide as the screen: no phone has to zoom. */
export const style = `
:root { color-scheme: light dark; --paper: #f4f4f2; --card: #fff; --ink: #1d1d1b; --quiet: #5f5f58; --line: #d9d9d3; --act: #1d4ed8; --on-act: #fff; --bad: #b42318; --good: #18794e; }
@media (prefers-color-scheme: dark) { :root { --paper: #161614; --card: #21211e; --ink: #ecece7; --quiet: #a8a89f; --line: #3c3c37; --act: #8fb0ff; --on-act: #10182b; --bad: #ff9c8f; --good: #7ad9a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 32px 16px; }
header { margin: 0 0 16px; font-weight: 700; letter-spacing: .02em; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 24px; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
label { display: block; margin: 16px 0 4px; font-weight: 600; }
input, select { width: 100%; padding: 10px 12px; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
button { margin: 20px 0 0; padding: 12px 20px; font: inherit; font-weight: 600; color: var(--on-act); background: var(--act); border: 0; border-radius: 6px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
a, summary { color: var(--act); }
summary { margin: 20px 0 0; cursor: pointer; }
table { width: 100%; border-collapse: collapse; margin: 16px 0; }
td, th { padding: 6px 0; text-align: left; font-weight: 400; overflow-wrap: anywhere; }
td { text-align: right; padding-left: 16px; white-space: nowrap; }
tr.total > * { border-top: 1px solid var(--line); font-weight: 700; }
.quiet { color: var(--quiet); font-size: 15px; }
.bad { color: var(--bad); font-weight: 600; }
.good { color: var(--good); font-weight: 600; }
`;

export interface Shown {
  title: string;
  /** Each one a block. */
  body: readonly (Html | string)[];
  status?: number;
}

export const page = ({ title, body, status = 200 }: Shown): WebPageAnswer => ({
  status,
  html: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title} · Storegraph</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header>Storegraph</header>
<section>
<h1>${title}</h1>
${body.map((block) => (typeof block === 'string' ? html`<p>${block}</p>\n` : html`${block}\n`))}</section>
</main>
</body>
</html>
`.value,
});

export const bad = (message: string): Html => html`<p class="bad" role="alert">${message}</p>`;
export const good = (message: string): Html => html`<p class="good" role="status">${message}</p>`;
export const quiet = (message: string): Html => html`<p class="quiet">${message}</p>`;
export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;
export const nothing = html``;

const failures: Record<number, [title: string, message: string]> = {
  413: ['That was too much', 'What was sent is too long. Go back and try again with less.'],
  429: [
    'Please wait a little',
    'There were too many tries from your address. Wait some minutes and open the link again.',
  ],
  503: ['The shop is busy', 'A part of the shop does not answer just now. Nothing is lost: try again in a minute.'],
};

export function failure(status: number): WebPageAnswer {
  const [title, message] = failures[status] ?? [
    'That did not work',
    status < 500
      ? 'The shop could not read this. Open the link of the mail again.'
      : 'Something went wrong on our side. Try again later.',
  ];
  return page({ status, title, body: [message] });
}
