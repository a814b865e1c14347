import type { FastifyInstance } from 'fastify';
import { request as send } from 'undici';

export function addHealth(app: FastifyInstance, services: ReadonlyMap<string, string>): void {
  app.get('/health', () => ({ status: 'ok', service: 'gateway' }));
  app.get('/ready', async (_request, reply) => {
    const down = await unready(services);
    return down.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', waitingFor: down });
  });
}

async function unready(services: ReadonlyMap<string, string>): Promise<string[]> {
  const checks = [...services].map(async ([name, url]) => {
    try {
      const { statusCode, body } = await send(`${url}/ready`, { signal: AbortSignal.timeout(1_500) });
      await body.dump();
      return statusCode === 200 ? [] : [name];
    } catch {
      return [name];
    }
  });
  return (await Promise.all(checks)).flat();
}
