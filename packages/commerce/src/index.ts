import './errorCodes.ts';

export * from './address.ts';
export { addressRulesOf } from './addressRules/addressRules.ts';
export * from './addressRules/checkedAddress.ts';
export * from './forgotten.ts';
export * from './image.ts';
export * from './itemProblem.ts';
export * from './money.ts';
export * from './orderToken.ts';
export * from './personalData.ts';
export * from './quantity.ts';
export * from './reconcile.ts';
export * from './staff.ts';
export * from './storefront.ts';
export * from './totals.ts';
