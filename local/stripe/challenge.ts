import { CHALLENGE_CANCEL, CHALLENGE_DONE } from './browser/messages.ts';
import { StripeFailure } from './errors.ts';
import { authenticate } from './intents.ts';
import type { State } from './state.ts';

export interface Page {
  status: number;
  html?: string;
  location?: string;
}

const NO_REQUEST = { requestId: null, idempotencyKey: null };

const layout = (title: string, content: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: clamp(1rem, 12vh, 8rem) auto; padding: 0 1rem; color: #1a1f36 }
button { font: inherit; width: 100%; padding: .75rem; margin: .25rem 0; border: 1px solid #1a1f36; border-radius: .4rem; background: #fff; cursor: pointer }
button[value=pass] { background: #1a1f36; color: #fff }
</style>
<main><h1>${title}</h1>${content}</main></html>`;

const challenge = layout(
  'Is it you?',
  `<p>This is where your bank would ask. It is a test: no money moves.</p>
<form method="post"><button name="answer" value="pass">Complete authentication</button><button name="answer" value="fail">Fail authentication</button></form>`,
);

/** In a dialog of the shop's page: closing it is a no. The address of that page's site is in our own. */
const dialogQuestion = `${challenge}<script>
const fail = () => document.querySelector('[value=fail]').click();
addEventListener('message', ({ source, data }) => { if (source === parent && data?.type === '${CHALLENGE_CANCEL}') fail(); });
addEventListener('keydown', ({ key }) => { if (key === 'Escape') fail(); });
</script>`;
const dialogAnswered = `${layout('Thank you', '<p>Back to the shop.</p>')}<script>
parent.postMessage({ type: '${CHALLENGE_DONE}' }, new URLSearchParams(location.search).get('dialog'));
</script>`;

/**
 * The bank's page of 3-D Secure: GET shows the question, POST answer=pass|fail settles it and leads back to the shop.
 * Where it is a dialog it leads nowhere, and says that it was answered.
 */
export function answerChallenge(state: State, method: string, { pathname, searchParams }: URL, body: string): Page {
  const inDialog = searchParams.has('dialog');
  const intent = state.find('payment_intents', pathname.slice(pathname.lastIndexOf('/') + 1));
  if (intent?.status !== 'requires_action')
    return inDialog
      ? { status: 200, html: dialogAnswered }
      : { status: 410, html: layout('Nothing to confirm', '<p>This payment does not wait for you any more.</p>') };
  if (method !== 'POST') return { status: 200, html: inDialog ? dialogQuestion : challenge };
  try {
    authenticate(state, intent, new URLSearchParams(body).get('answer') === 'pass', NO_REQUEST);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error; // a decline after authentication: the intent says so
  }
  if (inDialog) return { status: 200, html: dialogAnswered };
  if (!intent._return_url) return { status: 200, html: layout('Thank you', '<p>You can close this page.</p>') };
  const back = new URL(intent._return_url);
  back.searchParams.set('payment_intent', intent.id);
  back.searchParams.set('payment_intent_client_secret', intent.client_secret);
  back.searchParams.set('redirect_status', intent.status === 'requires_payment_method' ? 'failed' : 'succeeded');
  return { status: 303, location: back.href };
}
