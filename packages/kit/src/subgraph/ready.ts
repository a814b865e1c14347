import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import type { Service } from '../process/service.ts';

/** Who asks for less than this time gives up sooner. */
const DATABASE_TIMEOUT_IN_MS = 1_000;

/** GET /health: the process runs. GET /ready: what it cannot work without answers, too. */
export function addHealth(app: FastifyInstance, { name, db }: Pick<Service, 'name' | 'db'>): void {
  app.get('/health', () => ({ status: 'ok', service: name }));
  app.get('/ready', async (_request, reply) => {
    const started = performance.now();
    const isUp = await answersInTime(db.execute(sql`SELECT 1`));
    const database = { name: 'database', status: isUp ? 'up' : 'down', ms: Math.round(performance.now() - started) };
    const answer = { status: isUp ? 'ready' : 'the database does not answer', service: name, dependencies: [database] };
    return reply.code(isUp ? 200 : 503).send(answer);
  });
}

async function answersInTime(statement: PromiseLike<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), DATABASE_TIMEOUT_IN_MS);
  const answered = statement.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
