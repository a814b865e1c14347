import { countRows, listPages, type LoaderScope, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, isNotNull, isNull } from 'drizzle-orm';
import { notifications } from './notification.table.ts';

/** Whose they are is checked by who asks: a feed is its user's own. */
export const notificationLoaders = ({ db }: Pick<LoaderScope, 'db'>) => ({
  /** Lists of each user. */
  pages: listPages(db),
  unreadCountOfUser: loadOne(
    rowsByKeys(db, 'unread_count_of_user', notifications.userId, (where) =>
      db
        .select({ userId: notifications.userId, count: countRows })
        .from(notifications)
        .where(and(where, isNotNull(notifications.summary), isNull(notifications.readAt)))
        .groupBy(notifications.userId),
    ),
    ({ userId }) => userId,
  ),
});
export type NotificationLoaders = ReturnType<typeof notificationLoaders>;
