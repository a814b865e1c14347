import type { LoaderScope } from '@storegraph/kit';
import { eq, type SQL } from 'drizzle-orm';
import { products } from './product.table.ts';

export const isStaff = ({ viewer }: Pick<LoaderScope, 'viewer'>): boolean =>
  viewer?.roles.some((role) => role === 'STAFF' || role === 'ADMIN') ?? false;

/** Shoppers see what is for sale; drafts and the archive are indistinguishable from nothing. */
export const visibleProducts = (scope: Pick<LoaderScope, 'viewer'>): SQL | undefined =>
  isStaff(scope) ? undefined : eq(products.status, 'ACTIVE');
