import type { CallerName } from './callers.ts';

/** A row that is looked at, and what of it decides who may. */
export interface Subject {
  name: string;
  /** Whose it is, or who has its token. */
  holders: readonly CallerName[];
  /** Texts that are nowhere in an answer to whom it is not for sale. */
  marks?: readonly string[];
  /** A draft or an archived product is not. */
  forSale?: boolean;
  /** The token that opens it, when it is another than the one that the guest has. */
  orderToken?: string;
}

export interface Rule {
  /** As docs/access.md says it. */
  meaning: string;
  allows(caller: CallerName, subject: Subject): boolean;
  /** By role alone: root fields and mutations say so by an error. Whoever else is refused sees null. */
  byRole?: true;
  /** Says nothing of its own: whoever sees what it is a part of sees it. */
  inherited?: true;
  /** Not looked at: why. */
  unseen?: true;
}

const isStaff = (caller: CallerName): boolean => caller === 'staff' || caller === 'admin';
const holds = (caller: CallerName, { holders }: Subject): boolean => (holders as readonly string[]).includes(caller);

export const everybody: Rule = { meaning: 'everybody', allows: () => true };
export const part: Rule = { meaning: 'as what it is a part of', allows: () => true, inherited: true };
/** Part of what a mutation answers to whom it obeys; the mutations have tests of their own. */
export const payload: Rule = { meaning: 'who may call the mutation', allows: () => true, unseen: true };
export const holder: Rule = { meaning: 'whose it is, or who has its token', allows: holds };
export const holderOrStaff: Rule = {
  meaning: 'whose it is, or who has its token; staff',
  allows: (caller, subject) => holds(caller, subject) || isStaff(caller),
};
export const account: Rule = {
  meaning: 'whose account it is',
  allows: (caller, subject) => caller !== 'orderToken' && caller !== 'cartToken' && holds(caller, subject),
};
export const accountOrStaff: Rule = {
  meaning: 'whose account it is; staff',
  allows: (caller, subject) => account.allows(caller, subject) || isStaff(caller),
};
export const staff: Rule = { meaning: 'staff', allows: isStaff, byRole: true };
export const forSaleOrStaff: Rule = {
  meaning: 'everybody while it is for sale; staff always',
  allows: (caller, { forSale = true }) => forSale || isStaff(caller),
};
