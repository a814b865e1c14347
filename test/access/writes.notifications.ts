import type { Write } from './writes.rules.ts';
import { staffWrite } from './writes.values.ts';

export const writesOfNotifications: Readonly<Record<string, Write>> = {
  markNotificationsRead: {
    domain: 'notifications',
    rule: 'account',
    shows: 'notifications { id }',
    aim: ({ owner }) => ({ ids: owner.notificationIds }),
    refusal: { other: 'nothing', staff: 'nothing', admin: 'nothing' },
  },
  redeliverNotification: staffWrite({
    domain: 'notifications',
    shows: 'delivery { id }',
    aim: ({ owner }) => ({ id: owner.sentMailIds[0]! }),
    work: (caller, _fresh, { owner }) => ({ id: owner.sentMailIds[caller === 'staff' ? 1 : 2]! }),
  }),
};
