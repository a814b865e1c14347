import type { Viewer } from '@storegraph/kit';

/** Who works for the shop. `@Authorized(...STAFF)` */
export const STAFF = ['STAFF', 'ADMIN'] as const;

export const isStaff = (viewer: Viewer | null): boolean => STAFF.some((role) => viewer?.roles.includes(role) ?? false);
