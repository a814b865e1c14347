import { badInput, type Context } from '@storegraph/kit';
import { provePassword } from '../password/password.service.ts';
import { proveRecentSignIn } from '../session/session.service.ts';
import type { OwnerProofInput } from './proof.input.ts';

/** For what a session that somebody has got hold of may not do. */
export async function proveOwner(
  caller: Pick<Context, 'viewer' | 'request' | 'service'>,
  { currentPassword, recentSignIn }: OwnerProofInput,
): Promise<void> {
  if ((currentPassword == null) === !recentSignIn)
    throw badInput('input.currentPassword', 'exclusive', 'Give either currentPassword, or recentSignIn: true');
  if (currentPassword != null) await provePassword(caller, currentPassword);
  else await proveRecentSignIn(caller);
}
