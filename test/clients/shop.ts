import { openGateway } from '../../gateway/test/world.ts';

export const DESK = { __typename: 'Product', id: 'prod_1', slug: 'desk', title: 'Walnut desk' };
const REFUSED = {
  __typename: 'CartPayload',
  cart: null,
  userErrors: [
    {
      __typename: 'InsufficientStock',
      code: 'INSUFFICIENT_STOCK',
      message: 'Two are left',
      path: ['items'],
      available: 2,
    },
  ],
};

export interface Sent {
  method: string;
  /** Whether the text of the document was part of it. */
  text: boolean;
  status: number;
  headers: Headers;
}

/** The real gateway before subgraphs that sell one desk, and a fetch that notes what a client sends. */
export async function openShop(options: Parameters<typeof openGateway>[0] = {}) {
  const gateway = await openGateway(options);
  gateway.answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:prod_1');
    return { data: { product: DESK } };
  };
  gateway.answers.carts = () => ({ data: { addCartItems: REFUSED } });
  const sent: Sent[] = [];
  const notingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { method = 'GET', body } = init ?? {};
    const text =
      new URL(String(input)).searchParams.has('query') || (body ? 'query' in JSON.parse(String(body)) : false);
    sent.push({ method, text, status: response.status, headers: response.headers });
    return response;
  };
  return {
    ...gateway,
    graphqlUrl: `${gateway.url}/graphql`,
    fetch: notingFetch,
    sent,
    /** Such as "GET hash" and "POST text". */
    ways: () => sent.map(({ method, text }) => `${method} ${text ? 'text' : 'hash'}`),
  };
}
