import { addErrorCodes } from '@storegraph/kit';
import { itemProblemMeanings } from './itemProblem.ts';

const shopCodes = {
  ...itemProblemMeanings,
  PRICE_CHANGED: 'It costs something else than was expected.',
  EMPTY_CART: 'There is nothing in the cart.',
  CHECKOUT_IN_PROGRESS: 'An order is being made of this cart, or waits for its payment.',
  NOT_REFUNDABLE: 'Nothing of this order can be given back.',
  REFUND_TOO_LARGE: 'More than was paid and is not given back yet.',
  PAYMENT_DECLINED: 'The bank or the card says no.',
};

declare module '@storegraph/kit' {
  interface ErrorCodes extends Record<keyof typeof shopCodes, string> {}
}

addErrorCodes(shopCodes);
