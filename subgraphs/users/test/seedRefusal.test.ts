import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { refuseSeed } from '../src/seed/seed.refusal.ts';
import { seed } from '../src/seed/seed.ts';
import { openUsers } from './world.ts';

const { shop } = await openUsers();
afterAll(() => shop.stop());
const start = (NODE_ENV: string) => refuseSeed({ db: shop.db, env: { NODE_ENV } });

test('production does not start with the accounts of the seed, whose password everybody knows', async () => {
  await start('production');
  await seed(shop.url);
  await start('development');
  await expect(start('production')).rejects.toThrow(
    /DATABASE_URL: in production .*sam@storegraph.example, root@storegraph.example/,
  );
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE 'STAFF' = ANY(roles)`);
  await start('production');
});
