import { STAFF } from '@storegraph/commerce';
import {
  answer,
  ConnectionArgs,
  type Context,
  Input,
  type ListConnection,
  listPage,
  requireViewer,
} from '@storegraph/kit';
import { Args, Authorized, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { deliveries, feedOf, toDelivery, toNotification } from './notification.lists.ts';
import type { NotificationLoaders } from './notification.loaders.ts';
import { markRead, redeliver, unreadCountOf } from './notification.service.ts';
import {
  MarkNotificationsReadInput,
  MarkNotificationsReadPayload,
  Notification,
  NotificationConnection,
  type NotificationDelivery,
  NotificationDeliveryArgs,
  NotificationDeliveryConnection,
  Order,
  RedeliverNotificationInput,
  RedeliverNotificationPayload,
  User,
} from './notification.type.ts';

type NotificationContext = Context<NotificationLoaders>;
const isSelf = (user: User, { viewer }: Context): boolean => viewer?.id === user.id;

@Resolver(() => User)
export class UserNotificationsResolver {
  @FieldResolver(() => NotificationConnection, {
    nullable: true,
    description:
      'What happened to the orders of this account, the newest first. For themselves only; null for everybody else, staff included.',
  })
  async notifications(
    @Root() user: User,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: NotificationContext,
  ): Promise<ListConnection<Notification> | null> {
    return isSelf(user, ctx) ? ctx.loaders.pages(feedOf(ctx.db, args)).load(user.id) : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many of `notifications` are unread. For themselves only; null for everybody else, staff included.',
  })
  async unreadNotificationCount(@Root() user: User, @Ctx() ctx: NotificationContext): Promise<number | null> {
    return isSelf(user, ctx) ? ((await ctx.loaders.unreadCountOfUser.load(user.id))?.count ?? 0) : null;
  }
}

@Resolver(() => Notification)
export class NotificationResolver {
  @FieldResolver(() => Order, {
    nullable: true,
    description: 'The order that it is about; null when it is about none, or orders cannot be reached.',
  })
  order(@Root() { orderId }: Notification & { orderId?: string }): Order | null {
    return orderId ? { id: orderId } : null;
  }

  @Authorized()
  @Mutation(() => MarkNotificationsReadPayload, {
    description:
      'Marks entries of the feed as read; those that were read already stay as they are. Signed in, for themselves.',
  })
  markNotificationsRead(
    @Input(() => MarkNotificationsReadInput) { ids }: MarkNotificationsReadInput,
    @Ctx() ctx: Context,
  ): Promise<MarkNotificationsReadPayload> {
    const { id } = requireViewer(ctx);
    return answer<MarkNotificationsReadPayload>(async () => ({
      notifications: (await markRead(ctx.db, id, ids)).map(toNotification),
      unreadCount: await unreadCountOf(ctx.db, id),
    }));
  }
}

@Resolver()
export class NotificationDeliveryResolver {
  @Authorized(...STAFF)
  @Query(() => NotificationDeliveryConnection, {
    nullable: true,
    description: 'The mails of the shop and how far they have come, the newest first. Staff.',
  })
  notificationDeliveries(
    @Args(() => NotificationDeliveryArgs) { filter, ...args }: NotificationDeliveryArgs,
    @Ctx() { db }: Context,
  ): Promise<ListConnection<NotificationDelivery>> {
    return listPage(db, deliveries(db, args, filter ?? {}));
  }

  @Authorized(...STAFF)
  @Mutation(() => RedeliverNotificationPayload, {
    description:
      'Sends a mail once more that was sent or given up. Staff. Errors: NOT_FOUND; INVALID_STATE while it is on its way, when it had a link, which is kept no longer, or when the address cannot receive mail.',
  })
  redeliverNotification(
    @Input(() => RedeliverNotificationInput) { id }: RedeliverNotificationInput,
    @Ctx() { service }: Context,
  ): Promise<RedeliverNotificationPayload> {
    return answer<RedeliverNotificationPayload>(async () => ({ delivery: toDelivery(await redeliver(service, id)) }));
  }
}
