import { Arg, type ClassType, Field } from 'type-graphql';
import { UUIDScalar } from './scalars.ts';

/** The one argument of a mutation: `@Input(() => AddCartItemsInput) input: AddCartItemsInput`. */
export const Input = (type: () => ClassType, { nullable = false }: { nullable?: boolean } = {}) =>
  Arg('input', type, {
    nullable,
    description:
      'What the mutation works with. Checked before anything is done: BAD_USER_INPUT names the field and the rule in `extensions`.',
  });

/** The field by which a mutation on money or stock knows a repetition of itself. */
export const IdempotencyKey = (): PropertyDecorator =>
  Field(() => UUIDScalar, {
    description:
      'A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation.',
  });
