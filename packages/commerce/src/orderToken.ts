import { Text } from '@storegraph/kit';
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
