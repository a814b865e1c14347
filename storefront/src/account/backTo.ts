import { ownPath } from '@storegraph/kit/ownPath';

/** Where the shopper was, as long as that is a page of this shop: an address can be made by anybody. */
export const pathBack = (given: string | null | undefined): string => ownPath(given ?? '') ?? '/account';

/** Where a page that signs somebody in leads to when it is done. */
export const backTo = (request: Request): string => pathBack(new URL(request.url).searchParams.get('to'));
