import type { Database } from '@storegraph/kit';
import { sql } from 'drizzle-orm';

/**
 * Whose address it is, or for whom it is kept because it was theirs until lately, and they had proved it; null: it is free. Whoever it
 * is kept for goes back to it as to a free one.
 */
export async function ownerOf(
  tx: Database,
  emailKey: string,
  { askedBy = null }: { askedBy?: string | null } = {},
): Promise<string | null> {
  const [row] = await tx.execute<{ id: string | null }>(sql`
    SELECT coalesce((SELECT id FROM users WHERE email_key = ${emailKey}),
      (SELECT user_id FROM email_changes WHERE former_key = ${emailKey} AND former_verified AND undo_until > now()
        AND user_id IS DISTINCT FROM ${askedBy} LIMIT 1)) AS id`);
  return row!.id;
}

/** For somebody who may not be its owner: who knows the address tells it by that, and whoever chose it says nothing by it, not by its domain either. */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const [[first], [ofDomain]] = [email.slice(0, at), email.slice(at + 1)];
  return `${first}…@${ofDomain}…`;
}

/** The database decides whose an address is, whatever was seen before: by a unique index, and by a trigger for what is kept. */
export async function unlessTaken<Result>(run: () => Promise<Result>, refuseIt: () => never): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const { code, constraint_name: constraint } = ((error as Error).cause ?? {}) as Record<string, unknown>;
    if (code === '23505' && constraint === 'one_account_per_email') refuseIt();
    throw error;
  }
}
