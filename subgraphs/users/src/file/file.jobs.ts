import { createHash } from 'node:crypto';
import { type Database, enqueueJob, filesOf, type Service } from '@storegraph/kit';

const DELETE_FILES = 'deleteFiles';

/** After this transaction, and as often as it takes. Of a few files at a time: they are written into one row. */
export const deleteLater = async (tx: Database, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  // the key of a job is in an index, which has no room for many names
  const together = createHash('sha256').update(keys.join('\n')).digest('hex');
  await enqueueJob(tx, DELETE_FILES, together, { keys });
};

export async function deleteFiles(service: Service, { keys }: { keys: string[] }): Promise<void> {
  for (const key of keys) await filesOf(service).delete(key);
}
