import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Asset {
  content: string;
  headers: Record<string, string>;
}

/** `/v3/` and `/endive/stripe.js` are where Stripe has its own; the letters are the release that @stripe/stripe-js expects. */
const SCRIPT = /^\/(v3\/?|(v3|[a-z]+)\/stripe\.js)$/;
const MINE = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'none'";

/** What a browser loads for a payment; undefined for every other path. */
export async function assetAt(path: string, folder: string): Promise<Asset | undefined> {
  const script = async (file: string): Promise<Asset> => ({
    content: await readFile(join(folder, file), 'utf8'),
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  });
  if (SCRIPT.test(path)) return script('stripe.js');
  if (path === '/elements/payment.js') return script('payment.js');
  if (path !== '/elements/payment') return undefined;
  return {
    content: paymentElement,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': MINE },
  };
}

const field = (name: string, label: string, attributes: string) => `<label class="${name}"><span>${label}</span>
<input name="${name}" ${attributes} aria-describedby="${name}-problem" required><small id="${name}-problem" role="alert"></small></label>`;

const testCards = [
  ['4242424242424242', 'Pays'],
  ['4000000000009995', 'Declined: no money'],
  ['4000002500003155', '3-D Secure'],
  ['4000000000003063', '3-D Secure on a page of its own'],
  ['4000000000005555', 'Takes its time'],
].map(([number, text]) => `<button type="button" data-number="${number}">${text}</button>`);

const paymentElement = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Card</title>
<style>
* { box-sizing: border-box }
body { margin: 0; padding: 0; font: 1rem/1.5 var(--font-family, system-ui, sans-serif); color: var(--color-text, #30313d); background: transparent }
form { display: grid; gap: .9rem; padding: 4px }
span { font-size: .9rem }
#fields { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem }
#fields label { display: grid; gap: .25rem; align-content: start; min-width: 0 }
.number, .postalCode { grid-column: 1 / -1 }
#fields input { font: inherit; width: 100%; min-height: 2.75rem; padding: .4rem .75rem; color: inherit; background: var(--color-background, #fff); border: 1px solid var(--color-text-secondary, #6d6e78); border-radius: var(--border-radius, 5px) }
input:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid var(--color-primary, #0570de); outline-offset: 1px }
input[aria-invalid=true] { border-color: var(--color-danger, #b3261e) !important }
small { color: var(--color-danger, #b3261e); font-size: .875rem }
small:empty { display: none }
details { font-size: .875rem; color: var(--color-text-secondary, #6d6e78) }
summary { cursor: pointer; padding-block: .6rem }
details div { display: flex; flex-wrap: wrap; gap: .5rem }
details button { font: inherit; color: var(--color-text, #30313d); min-height: 2.75rem; padding: .25rem .8rem; background: transparent; border: 1px solid var(--color-text-secondary, #6d6e78); border-radius: var(--border-radius, 5px); cursor: pointer }
</style>
<form novalidate>
<div id="fields">
${field('number', 'Card number', 'inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23"')}
${field('expiry', 'Expires', 'inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9"')}
${field('cvc', 'Security code', 'inputmode="numeric" autocomplete="cc-csc" placeholder="CVC" maxlength="4"')}
${field('postalCode', 'Postal code', 'autocomplete="postal-code" maxlength="12"')}
</div>
<details><summary>No money moves here: take a test card</summary><div>${testCards.join('')}</div></details>
</form>
<script src="/elements/payment.js"></script></html>`;
