import { assertId, handle, type SubgraphDefinition } from '@storegraph/kit';
import { authorityByUsers } from '@storegraph/users/contract';
import { notifications as contract } from './contract.ts';
import { subscriptions } from './notification/notification.handlers.ts';
import { type NotificationLoaders, notificationLoaders } from './notification/notification.loaders.ts';
import { mailEnvironment, sendMail } from './notification/notification.mailer.ts';
import {
  NotificationDeliveryResolver,
  NotificationResolver,
  UserNotificationsResolver,
} from './notification/notification.resolver.ts';
import { notificationsOf } from './notification/notification.personalData.ts';
import { sweepUnasked } from './notification/notification.service.ts';
import { User } from './notification/notification.type.ts';

export const notifications: SubgraphDefinition<NotificationLoaders> = {
  name: 'notifications',
  authority: authorityByUsers,
  // their own, and worth nothing to anybody else
  byToken: ['markNotificationsRead'],
  migrations: new URL('../migrations', import.meta.url),
  env: mailEnvironment,
  resolvers: [UserNotificationsResolver, NotificationResolver, NotificationDeliveryResolver],
  orphanedTypes: [User],
  loaders: notificationLoaders,
  entities: {
    User: ({ id }) => ({ id: assertId('usr', id, 'id') }),
  },
  commands: handle(contract, { personalData: notificationsOf }),
  on: subscriptions,
  jobs: { sendMail },
  every: { sweepUnasked: { seconds: 3600, run: ({ db }) => sweepUnasked(db) } },
};
