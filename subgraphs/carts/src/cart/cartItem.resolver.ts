import { Money } from '@storegraph/commerce';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { priceChanged } from './cart.problems.ts';
import { CartItem, Product, Variant } from './cart.type.ts';
import { lineTotal } from './pricing.rules.ts';

@Resolver(() => CartItem)
export class CartItemResolver {
  @FieldResolver(() => Money, { description: 'What one costs now, before tax. Follows the catalogue within seconds.' })
  unitPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.unitPriceMinor, currencyCode);
  }

  @FieldResolver(() => Money, { description: 'What one cost when it was added last.' })
  addedPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.addedPriceMinor, currencyCode);
  }

  @FieldResolver(() => Boolean, { description: 'The two prices differ: show it before the order.' })
  priceChanged(@Root() { row }: CartItem): boolean {
    return priceChanged(row);
  }

  @FieldResolver(() => Money, { description: 'The quantity times the price of now; before tax.' })
  total(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(lineTotal(row), currencyCode);
  }

  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  variant(@Root() { row }: CartItem): Variant {
    return { id: row.variantId };
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  product(@Root() { row }: CartItem): Product {
    return { id: row.productId };
  }
}
