import { forgottenIn } from '@storegraph/commerce';
import { forgottenCustomers } from './customer.table.ts';

export const FORGET = 'forgetCustomer';

/** An order that was placed before the account was deleted may be paid after: then its customer is forgotten again. */
export const { forgetLater, forgetAgain } = forgottenIn(forgottenCustomers, FORGET);
