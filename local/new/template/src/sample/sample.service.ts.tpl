import { cleanText, type Database, newId, once, publish } from '@storegraph/kit';
import { samples as contract } from '../contract.ts';
import type { CreateSampleInput } from './sample.input.ts';
import { samples } from './sample.table.ts';

/** Once per key of this user: a repetition returns the id of what was made. */
export async function createSample(
  db: Database,
  userId: string,
  { idempotencyKey, ...input }: CreateSampleInput,
): Promise<string> {
  const wish = { scope: `createSample:${userId}`, key: idempotencyKey, input };
  const { id } = await once(db, wish, async (tx) => {
    const made = { id: newId('sample'), userId, text: cleanText(input.text) };
    await tx.insert(samples).values(made);
    await publish(tx, contract.SampleCreated, { sampleId: made.id, userId });
    return { id: made.id };
  });
  return id;
}
