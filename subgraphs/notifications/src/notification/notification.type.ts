import { ConnectionArgs, connectionType, DateTimeScalar, IsId, Payload } from '@storegraph/kit';
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
registerEnumType(NotificationKind, { name: 'NotificationKind', description: 'What a notification is about.' });

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

@ObjectType({ description: "An entry of a user's feed." })
export class Notification implements Pick<NotificationRow, 'id' | 'kind' | 'createdAt' | 'readAt'> {
  @Field(() => ID)
  id: string;

  @Field(() => NotificationKind, { description: 'What it is about.' })
  kind: NotificationKindName;

  @Field(() => String, { description: 'A few words, such as the subject of its mail.' })
  title: string;

  @Field(() => String, { description: 'One sentence.' })
  body: string;

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was first marked as read.' })
  readAt: Date | null;
}

@ObjectType({ description: 'A mail and how far it has come. For staff.' })
export class NotificationDelivery
  implements
    Pick<NotificationRow, 'id' | 'kind' | 'subject' | 'attempts' | 'lastError' | 'messageId' | 'createdAt' | 'sentAt'>
{
  @Field(() => ID)
  id: string;

  @Field(() => NotificationKind)
  kind: NotificationKindName;

  @Field(() => String, { description: 'The address it goes to.' })
  recipient: string;

  @Field(() => String)
  subject: string;

  @Field(() => DeliveryStatus)
  status: DeliveryStatusName;

  @Field(() => Int, { description: 'How often it was tried since it was queued.' })
  attempts: number;

  @Field(() => String, { nullable: true, description: "The mail server's last refusal, as a code." })
  lastError: string | null;

  @Field(() => String, { description: 'The Message-ID header.' })
  messageId: string;

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the mail server took it.' })
  sentAt: Date | null;
}

export const { Connection: NotificationConnection } = connectionType(Notification, 'Notification');
export const { Connection: NotificationDeliveryConnection } = connectionType(
  NotificationDelivery,
  'NotificationDelivery',
);

@InputType({ description: 'Which deliveries to list.' })
export class NotificationDeliveryFilter {
  @Field(() => DeliveryStatus, { nullable: true })
  status?: DeliveryStatusName | null;

  @Field(() => NotificationKind, { nullable: true })
  kind?: NotificationKindName | null;
}

@ArgsType()
export class NotificationDeliveryArgs extends ConnectionArgs {
  @Field(() => NotificationDeliveryFilter, { nullable: true })
  filter?: NotificationDeliveryFilter | null;
}

@InputType()
export class MarkNotificationsReadInput {
  @Field(() => [ID], { description: 'Up to 100; those that are not yours are passed over.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsId('ntf')
  ids: string[];
}

@ObjectType()
export class MarkNotificationsReadPayload extends Payload {
  @Field(() => [Notification], { description: 'Those that are read now.' })
  notifications: Notification[];

  @Field(() => Int, { description: 'How many are left unread.' })
  unreadCount: number;
}

@InputType()
export class RedeliverNotificationInput {
  @Field(() => ID, { description: 'The delivery to send once more.' })
  @IsId('ntf')
  id: string;
}

@ObjectType()
export class RedeliverNotificationPayload extends Payload {
  @Field(() => NotificationDelivery, { nullable: true })
  delivery?: NotificationDelivery;
}
