import { Money } from '@storegraph/commerce';
import { isErrorCode, Refusal, type UserError, userError } from '@storegraph/kit';
import type { OrderRow, RejectionReason } from '../order/order.table.ts';
import { insufficientStock, PriceChanged } from './checkout.type.ts';

/** The order was given up before anybody could say more. */
export const NO_REASON: RejectionReason = {
  kind: 'GENERAL',
  code: 'INVALID_STATE',
  message: 'The order was given up before it was placed',
  path: [],
};

/** What its row tells to whoever asked for it, as often as they ask with the same key. */
export const refusalOf = ({ rejection, currencyCode }: OrderRow): Refusal =>
  new Refusal(...(rejection ?? [NO_REASON]).map((reason) => toUserError(reason, currencyCode)));

function toUserError(reason: RejectionReason, currencyCode: string): UserError {
  switch (reason.kind) {
    case 'GENERAL':
      return userError(isErrorCode(reason.code) ? reason.code : 'INVALID_STATE', reason.message, reason.path);
    case 'INSUFFICIENT_STOCK':
      return insufficientStock(reason);
    case 'PRICE_CHANGED':
      return Object.assign(new PriceChanged(), {
        code: 'PRICE_CHANGED',
        message: 'The total has changed',
        path: ['input', 'expectedTotal'],
        expected: Money.of(reason.expectedMinor, currencyCode),
        actual: Money.of(reason.actualMinor, currencyCode),
      });
  }
}
