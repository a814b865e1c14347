// What the playground remembers between two requests: in memory only, gone with the page.
const nobody = { user: null, accessToken: null, cartToken: null, orderToken: null };

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
  for (const listener of listeners) listener();
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
}

/** Replaces {{total}}, {{orderId}}, {{newKey}} … in variables; what was not seen yet stays as it is. */
export function fillIn(variables) {
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

const isSignedOut = ({ errors }) => errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');

/** The fetcher of GraphiQL: adds the tokens seen so far and renews an expired access token once, by the refresh cookie. */
export async function fetchGraph({ query, variables, operationName }, { headers } = {}) {
  const body = { query, operationName, variables: fillIn(variables) };
  const answer = await send(body, headers);
  if (!session.accessToken || !isSignedOut(answer)) return answer;
  change({ accessToken: null });
  const renewed = await send({ query: 'mutation { refreshSession { accessToken user { id email displayName } } }' });
  if (renewed.data?.refreshSession?.accessToken) return send(body, headers);
  change(nobody);
  return answer;
}

export async function signOut() {
  await send({ query: 'mutation { signOut { signedOut } }' }).catch(() => undefined);
  seen = {};
  change(nobody);
}
