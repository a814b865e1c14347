import { type RequestInfo, Text } from '@storegraph/kit';
import { Field } from 'type-graphql';

/** The field by which a guest shows that an order is theirs. */
export const OrderToken = (): PropertyDecorator => (target, property) => {
  Text({ max: 200 })(target, property);
  Field(() => String, {
    nullable: true,
    description:
      'For guests: the `orderToken` of `placeOrder`, 1 to 200 characters. The header x-order-token does as well.',
  })(target, property);
};

const HEADER = 'x-order-token';
/** One operation asks for fewer: it has at most 15 aliases. */
const MAX_TOKENS = 20;

/** The tokens that a guest shows, each once: of an input field if there is one, otherwise of the header. */
export function orderTokensOf({ header }: Pick<RequestInfo, 'header'>, given?: string | null): string[] {
  const tokens = given ? [given] : (header(HEADER) ?? '').split(',', MAX_TOKENS).map((token) => token.trim());
  return [...new Set(tokens)].filter(Boolean);
}

/** A token that has opened an order counts for the rest of the operation, in every subgraph. */
export function showOrderToken(request: Pick<RequestInfo, 'header' | 'carry'>, token: string): void {
  request.carry(HEADER, [...new Set([token, ...orderTokensOf(request)])].slice(0, MAX_TOKENS).join());
}
