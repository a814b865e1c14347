import { answer, ConnectionArgs, type Context, Input } from '@storegraph/kit';
import { isStaff, STAFF } from '@storegraph/commerce';
import { Args, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ProductLoaders } from '../product/product.loaders.ts';
import { Variant } from '../product/product.type.ts';
import { adjustInventory } from './inventory.service.ts';
import { movementList } from './stock.list.ts';
import { AdjustInventoryInput, Inventory, InventoryPayload, StockMovementConnection } from './stock.type.ts';

type CatalogueContext = Context<ProductLoaders>;

@Resolver(() => Variant)
export class VariantInventoryResolver {
  @Authorized(...STAFF)
  @Mutation(() => InventoryPayload, {
    description:
      'Counts stock in or out, or says what a count found; once per key. Staff. Errors: INVALID_STATE below what is reserved for orders, NOT_FOUND, IDEMPOTENCY_KEY_REUSED.',
  })
  adjustInventory(
    @Ctx() context: CatalogueContext,
    @Input(() => AdjustInventoryInput) input: AdjustInventoryInput,
  ): Promise<InventoryPayload> {
    return answer<InventoryPayload>(async () => {
      const { variantId } = await adjustInventory(context, input);
      return { inventory: await inventoryOf(variantId, context.loaders) };
    });
  }

  @FieldResolver(() => Inventory, { nullable: true, description: 'Exact counts, for staff; null for everybody else.' })
  async inventory(@Root() { id }: Variant, @Ctx() context: CatalogueContext): Promise<Inventory | null> {
    return isStaff(context.viewer) ? inventoryOf(id, context.loaders) : null;
  }
}

@Resolver(() => Inventory)
export class InventoryResolver {
  @FieldResolver(() => StockMovementConnection, { description: 'Every change of the stock on hand, newest first.' })
  movements(
    @Root() { variantId }: Inventory,
    @Ctx() { db, loaders }: CatalogueContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
  ) {
    return loaders.pages(movementList(db, page)).load(variantId);
  }
}

async function inventoryOf(variantId: string, loaders: ProductLoaders): Promise<Inventory> {
  const { onHand, reserved } = (await loaders.stock.load(variantId)) ?? { onHand: 0, reserved: 0 };
  return { variantId, onHand, reserved, available: onHand - reserved };
}
