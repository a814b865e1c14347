import { CHALLENGE_CANCEL, CHALLENGE_DONE } from './messages.ts';

/** Shows the bank's page over the shop's; resolves when the shopper has answered it. Escape is an answer, too: no. */
export function showChallenge(origin: string, intentId: string): Promise<void> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', 'Your bank asks');
  Object.assign(dialog.style, {
    width: '100vw',
    height: '100dvh',
    maxWidth: 'none',
    maxHeight: 'none',
    margin: '0',
    padding: '1rem',
    border: '0',
    boxSizing: 'border-box',
    display: 'grid',
    placeItems: 'center',
    background: 'rgb(0 0 0 / 60%)',
  });
  const frame = document.createElement('iframe');
  frame.title = 'Your bank asks';
  frame.src = `${origin}/3ds/${intentId}?dialog=${encodeURIComponent(location.origin)}`;
  Object.assign(frame.style, {
    width: 'min(26rem, 100%)',
    height: 'min(21rem, 100%)',
    border: '0',
    borderRadius: '12px',
    background: '#fff',
    colorScheme: 'light',
  });
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  // it has the focus before it has its page, which then gets no key
  frame.addEventListener('load', () => {
    frame.blur();
    frame.focus();
  });
  // closed by the browser: the bank's page says no, also when it has not come yet
  const refuse = () => frame.contentWindow?.postMessage({ type: CHALLENGE_CANCEL }, origin);
  dialog.addEventListener('close', () => {
    frame.addEventListener('load', refuse);
    refuse();
  });
  return new Promise((resolve) => {
    const listen = ({ source, origin: from, data }: MessageEvent) => {
      if (source !== frame.contentWindow || from !== origin || data?.type !== CHALLENGE_DONE) return;
      removeEventListener('message', listen);
      dialog.remove();
      resolve();
    };
    addEventListener('message', listen);
  });
}
