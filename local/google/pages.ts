import { type Account, readyAccounts } from './accounts.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const layout = (title: string, content: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: clamp(1rem, 8vh, 6rem) auto; padding: 0 1rem; color: #1a1f36 }
button, input { font: inherit; box-sizing: border-box; width: 100%; padding: .6rem .75rem; margin: .25rem 0; border: 1px solid #1a1f36; border-radius: .4rem; background: #fff; color: inherit }
button { cursor: pointer; text-align: left }
small { display: block; color: #4f566b }
</style>
<main><h1>${title}</h1>${content}</main></html>`;

const button = ({ subject, name, email, note }: Account) =>
  `<button name="subject" value="${subject}">${escaped(name)}<small>${escaped(email ?? 'no address')} · ${escaped(note)}</small></button>`;

/** Who is it? The form is answered at this same address, which carries what the shop has asked for. */
export const chooserPage = (complaint = ''): string =>
  layout(
    'Choose an account',
    `<p>This is where Google would ask. It is a test: nobody is signed in anywhere but in this shop.</p>
<form method="post">${readyAccounts.map(button).join('')}</form>
<form method="post"><h2>Another account</h2>${complaint && `<p role="alert">${escaped(complaint)}</p>`}
<label for="email">E-mail</label><input id="email" name="email" type="email" required maxlength="254"><button>Continue</button></form>
<form method="post"><button name="denied" value="yes">Cancel</button></form>`,
  );

/** What is wrong with how the shop asks. Nobody is sent back: the address may be anybody's. */
export const refusalPage = (reason: string): string =>
  layout('Access blocked', `<p>The shop asks in a way that is not right: ${escaped(reason)}.</p>`);
