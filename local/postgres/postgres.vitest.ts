import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { startPostgres } from './postgres.ts';

/** One throw-away Postgres for a whole test run. */
export default async function setup(): Promise<() => Promise<void>> {
  const parent = mkdtempSync(join(tmpdir(), 'postgres-'));
  const postgres = await startPostgres({
    folder: join(parent, 'postgres'),
    port: await freePort(),
    password: randomBytes(24).toString('base64url'),
    volatile: true,
    settings: { max_connections: '400', shared_buffers: '128MB' },
  });
  process.env.TEST_POSTGRES_URL = postgres.superuserUrl;
  const kill = () => process.kill(postgres.pid, 'SIGINT');
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    await postgres.stop();
    rmSync(parent, { recursive: true, force: true });
  };
}
