import { answer, type Context, continueAs } from '@storegraph/kit';
import { toUser } from '../user/user.type.ts';
import { setRefreshCookie } from './session.cookie.ts';
import type { OpenedSession } from './session.service.ts';
import type { SessionPayload } from './session.type.ts';

type More = Pick<SessionPayload, 'challenge' | 'returnTo'>;

/** Browsers get the refresh token as a cookie that scripts cannot read; other clients read it from the payload. */
export const opened = (
  context: Context,
  run: () => Promise<(OpenedSession & More) | More | null>,
): Promise<SessionPayload> =>
  answer<SessionPayload>(async () => {
    const outcome = await run();
    if (!outcome) return {};
    if (!('session' in outcome)) return outcome;
    const { session, accessToken, refreshToken, expiresAt, user, returnTo } = outcome;
    setRefreshCookie(context, refreshToken);
    continueAs(context, { id: user.id, roles: user.roles, sessionId: session.id }, accessToken);
    return { session, accessToken, refreshToken, expiresAt, user: toUser(user), returnTo };
  });
