import { DomainError, type Transport, type Probe } from '@storegraph/kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReadViewer } from '../viewer.ts';

export interface HealthOptions {
  /** What reaches each service. */
  transports(): ReadonlyMap<string, Transport>;
  readViewer: ReadViewer;
  /** It is about to stop: nothing more should be sent here. */
  isDraining(): boolean;
}

const PROBE_TIMEOUT_IN_MS = 1_500;
const STAFF = ['STAFF', 'ADMIN'];

/** /health: the process runs. /ready: it takes requests, whether or not subgraphs are there. /health/details: how everything behind it is. */
export function addHealth(app: FastifyInstance, { transports, readViewer, isDraining }: HealthOptions): void {
  app.get('/health', () => ({ status: 'ok', service: 'gateway' }));
  app.get('/ready', async (_request, reply) =>
    isDraining() ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  );
  app.get('/health/details', async (request, reply) => {
    if (!isFromHere(request)) await requireStaff(request, readViewer);
    const services = await Promise.all(
      [...transports()].map(async ([name, transport]) => {
        const addresses = (await transport.probe('/ready', PROBE_TIMEOUT_IN_MS)).map(stateOf);
        return { name, status: addresses.some(({ status }) => status === 'up') ? 'up' : 'down', addresses };
      }),
    );
    reply.header('cache-control', 'no-store');
    return { service: 'gateway', status: isDraining() ? 'draining' : 'ready', services };
  });
}

const dependenciesOf = z.object({
  dependencies: z.array(z.object({ name: z.string(), status: z.string(), ms: z.number() })).default([]),
});

/** `not ready`: the process answers, something that it needs does not. */
function stateOf({ address, answer, ms, spared, lastAnswerAgoInMs }: Probe) {
  const status = answer === undefined ? 'down' : answer.statusCode === 200 ? 'up' : 'not ready';
  return {
    address,
    status,
    ms: Math.round(ms),
    spared,
    lastAnswerAgoInSeconds: lastAnswerAgoInMs === null ? null : Math.round(lastAnswerAgoInMs / 1_000),
    dependencies: dependenciesOf.safeParse(parsed(answer?.text)).data?.dependencies ?? [],
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Of this machine, and not passed on by a proxy of it. */
const isFromHere = ({ socket, headers }: FastifyRequest): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

async function requireStaff({ headers }: FastifyRequest, readViewer: ReadViewer): Promise<void> {
  const viewer = await readViewer(headers.authorization);
  if (viewer?.roles.some((role) => STAFF.includes(role))) return;
  throw new DomainError('FORBIDDEN', 'This is for the staff', { http: { status: 403 } });
}
