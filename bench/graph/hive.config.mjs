/** For Hive Gateway: our subgraphs want an internal token each, which the bench sends along. */
const FORWARDED = ['x-cart-token', 'x-order-token', 'user-agent'];

export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }) {
      const names = FORWARDED.filter((name) => request.headers.has(name));
      return {
        ...Object.fromEntries(names.map((name) => [name, request.headers.get(name)])),
        authorization: `Bearer ${request.headers.get(`x-token-${subgraphName.toLowerCase()}`)}`,
      };
    },
  },
};
