import { answer, type Context, requireViewer } from '@storegraph/kit';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
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
    description: "Your own saved cards, newest first; null for anyone else's account.",
  })
  async paymentMethods(
    @Root() { id }: User,
    @Ctx() ctx: Context<PaymentLoaders>,
  ): Promise<SavedPaymentMethod[] | null> {
    return ctx.viewer?.id === id ? ctx.loaders.methodsOfUser.load(id) : null;
  }

  @Mutation(() => PaymentMethodSetupPayload, { description: 'Begins to save a card without a payment.' })
  createPaymentMethodSetup(
    @Arg('input', () => CreatePaymentMethodSetupInput) { idempotencyKey }: CreatePaymentMethodSetupInput,
    @Ctx() ctx: Context,
  ): Promise<PaymentMethodSetupPayload> {
    return answer(async () => ({ clientSecret: await setUpMethod(ctx.service, requireViewer(ctx), idempotencyKey) }));
  }

  @Mutation(() => RemovePaymentMethodPayload, { description: 'Forgets a saved card.' })
  removePaymentMethod(
    @Arg('input', () => RemovePaymentMethodInput) { paymentMethodId }: RemovePaymentMethodInput,
    @Ctx() ctx: Context,
  ): Promise<RemovePaymentMethodPayload> {
    return answer(async () => ({
      removedPaymentMethodId: await removeMethod(ctx.service, requireViewer(ctx), paymentMethodId),
    }));
  }
}
