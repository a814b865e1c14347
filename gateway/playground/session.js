// What the playground remembers between two requests. The access token lives in memory: after a reload the refresh cookie gives the next
// one. A guest's tokens, and what was seen last, live as long as this window.
import { filledBy } from './steps.js';

const nobody = { user: null, accessToken: null, cartToken: null, orderToken: null };
const KEPT_AS = 'storegraph:guest';

let session = nobody;
let seen = {};
const listeners = new Set();

export const currentSession = () => session;

export function onSessionChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next) {
  session = { ...session, ...next };
  keep();
  for (const listener of listeners) listener();
}

function keep() {
  const { cartToken, orderToken } = session;
  sessionStorage.setItem(KEPT_AS, JSON.stringify({ cartToken, orderToken, seen }));
}

const headersOf = ({ accessToken, cartToken, orderToken }) => ({
  ...(accessToken && { authorization: `Bearer ${accessToken}` }),
  ...(cartToken && { 'x-cart-token': cartToken }),
  ...(orderToken && { 'x-order-token': orderToken }),
});

async function send(body, headers = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(session), ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  for (const value of Object.values(answer.data ?? {})) remember(value);
  return answer;
}

/** Keeps the tokens of an answer, and what later operations need: the cart's total, the order's id. */
function remember(value) {
  if (!value || typeof value !== 'object') return;
  if (value.accessToken) change({ accessToken: value.accessToken, user: value.user ?? session.user });
  if (value.cartToken) change({ cartToken: value.cartToken });
  if (value.orderToken) change({ orderToken: value.orderToken });
  const cart = value.cart ?? value;
  const order = value.order ?? value;
  const total = cart.totals?.total;
  seen = {
    ...seen,
    ...(total && { total: total.amount, currencyCode: total.currencyCode }),
    ...(cart.shippingOptions?.[0] && { shippingOptionId: cart.shippingOptions[0].id }),
    ...(order.number && { orderId: order.id, orderNumber: order.number }),
  };
  keep();
}

/** Replaces {{total}}, {{orderId}}, {{newKey}} … in variables; what was not seen yet stays as it is. */
function fillIn(variables) {
  if (typeof variables === 'string') {
    return variables.replace(/\{\{(\w+)\}\}/g, (placeholder, name) =>
      name === 'newKey' ? crypto.randomUUID() : (seen[name] ?? placeholder),
    );
  }
  if (Array.isArray(variables)) return variables.map(fillIn);
  if (variables && typeof variables === 'object')
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, fillIn(value)]));
  return variables;
}

/** The names of what is not filled in, each once. */
function unfilled(variables) {
  const found = JSON.stringify(variables ?? {}).matchAll(/\{\{(\w+)\}\}/g);
  return [...new Set([...found].map(([, name]) => name))];
}

/** What is missing, for people, and which tab has it; undefined when nothing is. */
export function missingIn(variables) {
  const names = unfilled(fillIn(variables));
  if (names.length === 0) return undefined;
  const what = names.map((name) => `{{${name}}}`).join(', ');
  const tabs = [...new Set(names.flatMap((name) => filledBy[name] ?? []))];
  return `Not sent: ${what} ${names.length > 1 ? 'are' : 'is'} not known yet. ${
    tabs.length > 0 ? `Run ${tabs.map((tab) => `“${tab}”`).join(' and ')} first, or write` : 'Write'
  } a value into the variables.`;
}

/** What is sent for a tab, filled in. */
export const requestOf = ({ query, variables, operationName }) => ({
  headers: { 'content-type': 'application/json', ...headersOf(session) },
  body: { query, operationName, variables: fillIn(variables) },
});

const isSignedOut = ({ errors }) => errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');

/** The fetcher of GraphiQL: adds the tokens seen so far and renews an expired access token once, by the refresh cookie. */
export async function fetchGraph({ query, variables, operationName }, { headers } = {}) {
  const missing = missingIn(variables);
  if (missing) return { errors: [{ message: missing }] };
  const { body } = requestOf({ query, variables, operationName });
  const answer = await send(body, headers);
  if (!session.accessToken || !isSignedOut(answer)) return answer;
  change({ accessToken: null });
  if (await renew()) return send(body, headers);
  change(nobody);
  return answer;
}

async function renew() {
  const { data } = await send({ query: 'mutation { refreshSession { accessToken user { id email displayName } } }' });
  return Boolean(data?.refreshSession?.accessToken);
}

/** After a reload: a guest's tokens as they were, and the session of the refresh cookie, if there is one. */
export async function resume() {
  const { seen: before = {}, ...guest } = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '{}');
  seen = before;
  change(guest);
  await renew().catch(() => false);
}

export async function signOut() {
  await send({ query: 'mutation { signOut { signedOut } }' }).catch(() => undefined);
  seen = {};
  change(nobody);
}
