import { ConnectionArgs, connectionType, DateTimeScalar, idOf, IsId, Payload } from '@storegraph/kit';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  type DeliveryStatusName,
  deliveryStatuses,
  type NotificationKindName,
  type NotificationRow,
  notificationKinds,
} from './notification.table.ts';

const enumOf = <Name extends string>(names: readonly Name[]): { [Key in Name]: Key } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export const NotificationKind = enumOf(notificationKinds);
registerEnumType(NotificationKind, {
  name: 'NotificationKind',
  description: 'What a notification is about. Mailed once each, unless it says otherwise.',
  valuesConfig: {
    WELCOME: { description: 'An account was made. The mail has a link to verify its address.' },
    EMAIL_VERIFICATION: { description: 'Another link to verify an address was asked for; not in the feed.' },
    PASSWORD_RESET: { description: 'A link to set a new password was asked for; not in the feed.' },
    DATA_EXPORT: { description: 'What the shop keeps about somebody is ready for them; not in the feed.' },
    ACCOUNT_DELETION: {
      description:
        'An account is going to be deleted, and on which day. Mailed three times a day at most, each time in the feed.',
    },
    ACCOUNT_KEPT: {
      description:
        'An account is not going to be deleted after all. Mailed three times a day at most, and only to an address that is proved, each time in the feed.',
    },
    REGISTRATION: {
      description:
        'Somebody wants an account: the mail has the link that makes it, together with the password; not in the feed, and kept for 30 days.',
    },
    EMAIL_CHANGE: {
      description: 'Another address was asked for: to the address of now, with a link that undoes it; not in the feed.',
    },
    EMAIL_CONFIRMATION: {
      description:
        'Another address was asked for: to that address, with the link that confirms it; not in the feed, and kept for 30 days.',
    },
    EMAIL_TAKEN: {
      description:
        'Somebody wants an address that has an account: to its owner; not in the feed, and kept for 30 days.',
    },
    EMAIL_CHANGE_UNDONE: {
      description: 'A change of the address was undone: with a link to set a new password; not in the feed.',
    },
    PASSWORD_CHANGED: { description: 'An account has another password, or its first one.' },
    SIGN_IN_METHOD_ADDED: { description: 'A passkey or a Google account signs in to the account from now on.' },
    SIGN_IN_METHOD_REMOVED: {
      description:
        'Passkeys or a Google account sign in to the account no more: somebody removed them, or they were there before its address was verified.',
    },
    ORDER_PLACED: { description: 'An order waits for its payment. In the feed only, never mailed.' },
    ORDER_PAID: { description: 'An order was paid.' },
    ORDER_CANCELLED: { description: 'An order was cancelled before it was paid.' },
    ORDER_EXPIRED: { description: 'Nobody paid an order in time.' },
    ORDER_REFUNDED: { description: 'Money of an order was given back; once for each refund.' },
    ORDER_FULFILLED: { description: 'A parcel of an order is on its way; once for each parcel.' },
  },
});

export const DeliveryStatus = enumOf(deliveryStatuses);
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'How far a mail has come.',
  valuesConfig: {
    QUEUED: { description: 'Waits to be sent, or to be tried again.' },
    SENT: { description: 'The mail server has taken it.' },
    DEAD: { description: 'Refused for good, or given up.' },
  },
});

/** Owned by users; notifications adds the feed. */
@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}

/** Owned by orders; a notification only points at it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Order {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'An entry of the feed of an account. For themselves only.' })
export class Notification implements Pick<NotificationRow, 'id' | 'kind' | 'createdAt' | 'readAt'> {
  @Field(() => ID, { description: idOf('ntf') })
  id: string;

  @Field(() => NotificationKind, { description: 'What it is about. Branch on this.' })
  kind: NotificationKindName;

  @Field(() => String, { description: 'A few words, such as the subject of its mail.' })
  title: string;

  @Field(() => String, { description: 'One sentence of plain text.' })
  body: string;

  @Field(() => DateTimeScalar, { description: 'When it came into the feed.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was first marked as read; null while it is unread.',
  })
  readAt: Date | null;
}

@ObjectType({ description: 'A mail and how far it has come. For staff.' })
export class NotificationDelivery
  implements
    Pick<NotificationRow, 'id' | 'kind' | 'subject' | 'attempts' | 'lastError' | 'messageId' | 'createdAt' | 'sentAt'>
{
  @Field(() => ID, { description: idOf('ntf') })
  id: string;

  @Field(() => NotificationKind, { description: 'What the mail is about.' })
  kind: NotificationKindName;

  @Field(() => String, { description: 'The e-mail address it goes to.' })
  recipient: string;

  @Field(() => String, {
    description: 'The subject of the mail. Its body is never shown: it may carry links that give access.',
  })
  subject: string;

  @Field(() => DeliveryStatus, { description: 'How far it has come.' })
  status: DeliveryStatusName;

  @Field(() => Int, { description: 'How often it was tried since it was queued.' })
  attempts: number;

  @Field(() => String, {
    nullable: true,
    description: "The mail server's last refusal, as a code; null when there was none since it was queued.",
  })
  lastError: string | null;

  @Field(() => String, {
    description: 'The header Message-ID: the same for every attempt, another one for `redeliverNotification`.',
  })
  messageId: string;

  @Field(() => DateTimeScalar, { description: 'When what it is about happened.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the mail server took it last; null before.' })
  sentAt: Date | null;
}

export const { Connection: NotificationConnection } = connectionType(Notification, 'Notification');
export const { Connection: NotificationDeliveryConnection } = connectionType(
  NotificationDelivery,
  'NotificationDelivery',
);

@InputType({ description: 'Which deliveries to list. Every condition has to hold.' })
export class NotificationDeliveryFilter {
  @Field(() => DeliveryStatus, { nullable: true, description: 'Those that have come so far. Default: all.' })
  status?: DeliveryStatusName | null;

  @Field(() => NotificationKind, { nullable: true, description: 'Those about this. Default: all.' })
  kind?: NotificationKindName | null;
}

@ArgsType()
export class NotificationDeliveryArgs extends ConnectionArgs {
  @Field(() => NotificationDeliveryFilter, { nullable: true, description: 'Which of them. Default: all.' })
  filter?: NotificationDeliveryFilter | null;
}

@InputType({ description: 'What was read.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], {
    description: '1 to 100 of `Notification.id`; those that are not of the viewer are passed over.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsId('ntf')
  ids: string[];
}

@ObjectType({ description: 'What is read now.' })
export class MarkNotificationsReadPayload extends Payload {
  @Field(() => [Notification], { description: 'Those of the input that are of the viewer, all read now.' })
  notifications: Notification[];

  @Field(() => Int, { description: 'How many entries of the whole feed are left unread.' })
  unreadCount: number;
}

@InputType({ description: 'Which mail to send once more.' })
export class RedeliverNotificationInput {
  @Field(() => ID, { description: '`NotificationDelivery.id`.' })
  @IsId('ntf')
  id: string;
}

@ObjectType({ description: 'What became of the mail.' })
export class RedeliverNotificationPayload extends Payload {
  @Field(() => NotificationDelivery, { nullable: true, description: 'Queued again; null when it was refused.' })
  delivery?: NotificationDelivery;
}
