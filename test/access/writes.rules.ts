import type { Domain } from '../../local/system/layout.ts';
import { type CallerName, callerNames, isSignedIn } from './callers.ts';
import type { Cast } from './cast.ts';
import type { Fresh } from './fresh.ts';

/** Who may call a mutation. What is refused by role or for want of a sign-in says so; whose row it is not hears that there is none. */
export type WriteRule =
  | 'everybody'
  | 'whoHasTheSecret'
  | 'signedIn'
  | 'signedInNoAdmin'
  | 'account'
  | 'cartHolder'
  | 'orderHolder'
  | 'orderHolderOrStaff'
  | 'staff'
  | 'admin';

export interface Write {
  domain: Domain;
  rule: WriteRule;
  /** What of the payload shows that it was done. */
  shows: string;
  /** A valid input aimed at the owner's rows. */
  aim(cast: Cast): object | undefined;
  /** For who may: aimed at rows made for it. Absent: the same as `aim`. */
  work?(caller: CallerName, fresh: Fresh, cast: Cast): object | undefined | Promise<object | undefined>;
  /** Other codes than the rule's. `nothing`: an answer that is empty. */
  refusal?: Partial<Record<CallerName, string>> & { all?: string };
  /** What must not change where it is refused; absent: its own domain. */
  watches?: readonly Domain[];
}

/** Who may, with rows made for them. With a secret it does not matter who asks: two are enough. */
const allowed: Readonly<Record<WriteRule, readonly CallerName[]>> = {
  everybody: callerNames,
  whoHasTheSecret: ['anonymous', 'other'],
  signedIn: ['owner', 'other', 'staff', 'admin'],
  signedInNoAdmin: ['owner', 'other', 'staff'],
  account: ['owner'],
  cartHolder: ['owner', 'cartToken'],
  orderHolder: ['owner', 'orderToken'],
  orderHolderOrStaff: ['owner', 'orderToken', 'staff', 'admin'],
  staff: ['staff', 'admin'],
  admin: ['admin'],
};
export const allowedCallers = ({ rule }: Write): readonly CallerName[] => allowed[rule];

/** What a caller hears when the input is aimed at the owner's rows; undefined when it is no refusal. */
export function expectedRefusal({ rule, refusal }: Write, caller: CallerName): string | undefined {
  // tokens of the guests are of other rows than the owner's
  const isTheirs = allowed[rule].includes(caller) && caller !== 'cartToken' && caller !== 'orderToken';
  switch (rule) {
    case 'everybody':
      return undefined;
    case 'whoHasTheSecret':
      return allowed[rule].includes(caller) ? refusal!.all : undefined;
    case 'signedIn':
      return isTheirs ? undefined : 'UNAUTHENTICATED';
    case 'signedInNoAdmin':
      return isTheirs ? undefined : caller === 'admin' ? 'INVALID_STATE' : 'UNAUTHENTICATED';
    case 'account':
      return isTheirs ? undefined : isSignedIn(caller) ? (refusal?.[caller] ?? 'NOT_FOUND') : 'UNAUTHENTICATED';
    case 'staff':
    case 'admin':
      return isTheirs ? undefined : isSignedIn(caller) ? 'FORBIDDEN' : 'UNAUTHENTICATED';
    default:
      return isTheirs ? undefined : (refusal?.[caller] ?? 'NOT_FOUND');
  }
}
