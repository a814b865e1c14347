import { isStaff } from '@storegraph/commerce';
import type { LoaderScope } from '@storegraph/kit';
import { eq, type SQL } from 'drizzle-orm';
import { products } from './product.table.ts';

/** Shoppers see what is for sale; drafts and the archive are indistinguishable from nothing. */
export const visibleProducts = ({ viewer }: Pick<LoaderScope, 'viewer'>): SQL | undefined =>
  isStaff(viewer) ? undefined : eq(products.status, 'ACTIVE');
