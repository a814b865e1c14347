import { badInput, type Context, once, refuse, requireViewer } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { lockProductsOf } from './stock.service.ts';
import type { AdjustInventoryInput } from './stock.type.ts';

/** Counts in or out. Never below what is promised to orders. */
export async function adjustInventory(
  context: Pick<Context, 'service' | 'viewer'>,
  input: AdjustInventoryInput,
): Promise<{ variantId: string }> {
  const { variantId, delta, setTo, reason, idempotencyKey } = input;
  if ((delta == null) === (setTo == null)) throw badInput('input.delta', 'exclusive', 'Give either delta or setTo');
  return once(
    context.service.db,
    {
      scope: `adjustInventory:${requireViewer(context).id}`,
      key: idempotencyKey,
      input: { variantId, delta, setTo, reason },
    },
    async (tx) => {
      await lockProductsOf(tx, sql`${variantId}`);
      const [row] = await tx.execute<{ on_hand: number; reserved: number }>(
        sql`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId} FOR UPDATE`,
      );
      if (!row) refuse('NOT_FOUND', 'This variant does not exist', ['input', 'variantId']);
      const onHand = setTo ?? row.on_hand + delta!;
      if (onHand < row.reserved)
        refuse('INVALID_STATE', `${row.reserved} are promised to orders: the stock on hand cannot be lower`, [
          'input',
          setTo == null ? 'delta' : 'setTo',
        ]);
      // a count that is higher is no input
      if (onHand > 1_000_000) refuse('BAD_USER_INPUT', 'At most 1,000,000 on hand', ['input', 'delta']);
      const change = onHand - row.on_hand;
      if (change !== 0) {
        await tx.execute(sql`UPDATE stock SET on_hand = ${onHand} WHERE variant_id = ${variantId}`);
        await tx.execute(
          sql`INSERT INTO stock_movements (variant_id, delta, reason) VALUES (${variantId}, ${change}, ${reason})`,
        );
      }
      return { variantId };
    },
  );
}
