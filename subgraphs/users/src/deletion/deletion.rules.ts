import type { RoleName } from '../user/user.table.ts';

/** Who has it is not deleted: another admin takes the role away first. */
export const STAYS: RoleName = 'ADMIN';

/** What an account has that nobody wants deleted, or not any more. */
export const noDeletion = { deletionRequestedAt: null, deletionDueAt: null, deletionReason: null } as const;
