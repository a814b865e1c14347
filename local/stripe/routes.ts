import { resolvePaymentMethod } from './cards.ts';
import { refund } from './charges.ts';
import {
  attach,
  confirmSetupIntent,
  createCustomer,
  createSetupIntent,
  deleteCustomer,
  detach,
  updateCustomer,
} from './customers.ts';
import { malformed } from './errors.ts';
import type { Cause } from './events.ts';
import type { Form } from './form.ts';
import { cancelIntent, captureIntent, confirmIntent, createIntent, updateIntent } from './intents.ts';
import type { State, StripeObject, Table } from './state.ts';

/** What a path names: `id` in `/customers/:id`. */
type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Record<Name, string> & ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Record<Name, string>
    : {};

/** One request after its path was matched. */
export interface Call<Params = {}> {
  state: State;
  baseUrl: string;
  params: Params;
  /** Body of a POST, query of a GET. */
  form: Form;
  cause: Cause;
}
export type Handler<Params = {}> = (call: Call<Params>) => object;
export interface Route {
  method: string;
  path: RegExp;
  run: Handler<any>;
}

/** `any` in a route: its pattern is made of the path, so that a match has what its handler takes. */
export const route = <Path extends string>(method: string, path: Path, run: Handler<ParamsOf<Path>>): Route => ({
  method,
  path: new RegExp(`^/v1${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  run,
});

const one =
  (table: Table): Handler<{ id: string }> =>
  ({ state, params }) =>
    state.get(table, params.id);

/** Newest first, with cursors, a range of `created`, and equality filters. */
const list =
  (table: Table, path: string, ...filters: string[]): Handler =>
  ({ state, form, params }) => {
    const wanted: Form = { ...form, ...params };
    const found = state
      .all(table)
      .reverse()
      .filter((object) => filters.every((filter) => wanted[filter] === undefined || object[filter] === wanted[filter]))
      .filter((object) => !form.types || form.types.includes(object.type))
      .filter((object) => within(object.created ?? 0, form.created));
    return page(found, form, path);
  };

function within(
  created: number,
  range: number | { gte?: number; gt?: number; lte?: number; lt?: number } = {},
): boolean {
  if (typeof range === 'number') return created === range;
  const { gte = -Infinity, gt = -Infinity, lte = Infinity, lt = Infinity } = range;
  return created >= gte && created > gt && created <= lte && created < lt;
}

function page(found: StripeObject[], form: Form, path: string): object {
  const limit = form.limit ?? 10;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw malformed('Limit must be between 1 and 100.', { code: 'parameter_invalid_integer', param: 'limit' });
  const at = (id: string) => found.findIndex((object) => object.id === id);
  if (form.ending_before) {
    const end = Math.max(at(form.ending_before), 0);
    const start = Math.max(end - limit, 0);
    return { object: 'list', url: `/v1${path}`, has_more: start > 0, data: found.slice(start, end) };
  }
  const start = form.starting_after ? at(form.starting_after) + 1 : 0;
  return {
    object: 'list',
    url: `/v1${path}`,
    has_more: found.length > start + limit,
    data: found.slice(start, start + limit),
  };
}

export const routes: readonly Route[] = [
  route('POST', '/customers', ({ state, form, cause }) => createCustomer(state, form, cause)),
  route('GET', '/customers', list('customers', '/customers', 'email')),
  route('GET', '/customers/:id', one('customers')),
  route('POST', '/customers/:id', ({ state, params, form, cause }) =>
    updateCustomer(state, state.get('customers', params.id), form, cause),
  ),
  route('DELETE', '/customers/:id', ({ state, params, cause }) =>
    deleteCustomer(state, state.get('customers', params.id), cause),
  ),
  route('GET', '/customers/:customer/payment_methods', list('payment_methods', '/payment_methods', 'customer', 'type')),
  route('GET', '/payment_methods', list('payment_methods', '/payment_methods', 'customer', 'type')),
  route('GET', '/payment_methods/:id', ({ state, params }) => resolvePaymentMethod(state, params.id)),
  route('POST', '/payment_methods/:id/attach', ({ state, params, form, cause }) =>
    attach(state, params.id, form, cause),
  ),
  route('POST', '/payment_methods/:id/detach', ({ state, params, cause }) =>
    detach(state, state.get('payment_methods', params.id), cause),
  ),
  route('POST', '/payment_intents', ({ state, baseUrl, form, cause }) => createIntent(state, baseUrl, form, cause)),
  route('GET', '/payment_intents', list('payment_intents', '/payment_intents', 'customer')),
  route('GET', '/payment_intents/:id', one('payment_intents')),
  route('POST', '/payment_intents/:id', ({ state, params, form }) =>
    updateIntent(state, state.get('payment_intents', params.id), form),
  ),
  route('POST', '/payment_intents/:id/confirm', ({ state, baseUrl, params, form, cause }) =>
    confirmIntent(state, baseUrl, state.get('payment_intents', params.id), form, cause),
  ),
  route('POST', '/payment_intents/:id/capture', ({ state, params, form, cause }) =>
    captureIntent(state, state.get('payment_intents', params.id), form, cause),
  ),
  route('POST', '/payment_intents/:id/cancel', ({ state, params, form, cause }) =>
    cancelIntent(state, state.get('payment_intents', params.id), form, cause),
  ),
  route('GET', '/charges', list('charges', '/charges', 'payment_intent', 'customer')),
  route('GET', '/charges/:id', one('charges')),
  route('POST', '/refunds', ({ state, form, cause }) => refund(state, form, cause)),
  route('GET', '/refunds', list('refunds', '/refunds', 'payment_intent', 'charge')),
  route('GET', '/refunds/:id', one('refunds')),
  route('POST', '/setup_intents', ({ state, form, cause }) => createSetupIntent(state, form, cause)),
  route('GET', '/setup_intents/:id', one('setup_intents')),
  route('POST', '/setup_intents/:id/confirm', ({ state, params, form, cause }) =>
    confirmSetupIntent(state, state.get('setup_intents', params.id), form, cause),
  ),
  route('GET', '/events', list('events', '/events', 'type')),
  route('GET', '/events/:id', one('events')),
  route('GET', '/balance_transactions', list('balance_transactions', '/balance_transactions', 'source', 'type')),
];

const expandable: Record<string, Table> = {
  charge: 'charges',
  customer: 'customers',
  latest_charge: 'charges',
  payment_intent: 'payment_intents',
  payment_method: 'payment_methods',
};

/** Puts whole objects where `expand` asks for them; at the top, and below `data.` in lists. */
export function expand(state: State, answer: any, paths: readonly string[] = []): any {
  for (const path of paths) {
    const field = path.replace(/^data\./, '');
    const table = expandable[field];
    for (const object of path.startsWith('data.') ? answer.data : [answer]) {
      if (table && typeof object[field] === 'string') object[field] = state.find(table, object[field]) ?? object[field];
    }
  }
  return answer;
}
