// @ts-check
/**
 * Quantities and removals without loading the page anew: what was changed is shown at once, and what the shop answers to the
 * form takes its place. Without this script, or when the shop cannot be reached, the browser sends the same forms itself.
 */
const QUANTITY_PAUSE_IN_MS = 350;

/** One change after the other: each is sent when the one before was answered. */
let last = Promise.resolve();
/** What was typed and is not sent yet, by the id of its item. @type {Map<string, string>} */
const typed = new Map();
/** @type {number | undefined} */
let pause;

document.body.classList.add('has-cart-script');

/** @param {HTMLFormElement | null | undefined} form */
const itemOf = (form) => form?.querySelector('[name=itemId]')?.getAttribute('value');
/**
 * @param {string} item
 * @returns {HTMLInputElement | null}
 */
const quantityOf = (item) => document.querySelector(`form:has([value="${CSS.escape(item)}"]) [name=quantity]`);

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== 'quantity') return;
  typed.set(itemOf(target.form) ?? '', target.value);
  clearTimeout(pause);
  pause = window.setTimeout(sendTyped, QUANTITY_PAUSE_IN_MS);
});

function sendTyped() {
  clearTimeout(pause);
  for (const item of typed.keys()) {
    const form = quantityOf(item)?.form;
    if (form?.checkValidity()) form.requestSubmit();
  }
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !form.closest('main')) return;
  event.preventDefault();
  typed.delete(itemOf(form) ?? '');
  const fields = new FormData(form, submitter);
  const line = form.closest('.line');
  line?.setAttribute('aria-busy', 'true');
  if (line instanceof HTMLElement && fields.get('intent') === 'remove') line.hidden = true;
  last = last.then(() => send(form, submitter, fields));
});

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @param {FormData} fields
 */
async function send(form, submitter, fields) {
  try {
    const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(form.action, { method: 'POST', body });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!page.querySelector('main')) throw new Error(`The shop answered with ${answer.status}`);
    replace('main', page);
    replace('.header nav', page);
  } catch {
    const line = form.closest('.line');
    if (line instanceof HTMLElement) line.hidden = false;
    // the browser's own way shows what is wrong
    if (submitter instanceof HTMLButtonElement && submitter.name) {
      const pressed = Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name });
      pressed.value = submitter.value;
      form.append(pressed);
    }
    form.submit();
  }
}

/**
 * Takes that part from the page that was answered. What was typed meanwhile stays, and so does the focus.
 * @param {string} selector
 * @param {Document} page
 */
function replace(selector, page) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (!old || !fresh) return;
  const focused = document.activeElement instanceof HTMLElement && old.contains(document.activeElement);
  const item = focused && itemOf(document.activeElement.closest('form'));
  const wasQuantity = focused && document.activeElement.getAttribute('name') === 'quantity';
  old.replaceWith(fresh);
  for (const [id, value] of typed) {
    const field = quantityOf(id);
    if (field) field.value = value;
  }
  if (!focused) return;
  const next = (wasQuantity && item && quantityOf(item)) || fresh.querySelector('.removed button') || fresh;
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}
