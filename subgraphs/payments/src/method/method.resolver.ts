import { answer, type Context, Input, requireViewer } from '@storegraph/kit';
import { Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { PaymentLoaders } from '../payment/payment.loaders.ts';
import { removeMethod, setUpMethod } from './method.service.ts';
import {
  CreatePaymentMethodSetupInput,
  PaymentMethodSetupPayload,
  RemovePaymentMethodInput,
  RemovePaymentMethodPayload,
  SavedPaymentMethod,
  User,
} from './method.type.ts';

@Resolver(() => User)
export class PaymentMethodResolver {
  @FieldResolver(() => [SavedPaymentMethod], {
    nullable: true,
    description:
      'Saved cards, the newest first, at most 100. For themselves only; null for everybody else, staff included.',
  })
  async paymentMethods(
    @Root() { id }: User,
    @Ctx() ctx: Context<PaymentLoaders>,
  ): Promise<SavedPaymentMethod[] | null> {
    return ctx.viewer?.id === id ? ctx.loaders.methodsOfUser.load(id) : null;
  }

  @Mutation(() => PaymentMethodSetupPayload, {
    description: "Begins to save a card without a payment; Stripe's form in the client ends it. Signed in.",
  })
  createPaymentMethodSetup(
    @Input(() => CreatePaymentMethodSetupInput) { idempotencyKey }: CreatePaymentMethodSetupInput,
    @Ctx() ctx: Context,
  ): Promise<PaymentMethodSetupPayload> {
    return answer(async () => ({ clientSecret: await setUpMethod(ctx.service, requireViewer(ctx), idempotencyKey) }));
  }

  @Mutation(() => RemovePaymentMethodPayload, {
    description: 'Forgets a saved card. Whose it is. Errors: NOT_FOUND, also when it is gone already.',
  })
  removePaymentMethod(
    @Input(() => RemovePaymentMethodInput) { paymentMethodId }: RemovePaymentMethodInput,
    @Ctx() ctx: Context,
  ): Promise<RemovePaymentMethodPayload> {
    return answer(async () => ({
      removedPaymentMethodId: await removeMethod(ctx.service, requireViewer(ctx), paymentMethodId),
    }));
  }
}
