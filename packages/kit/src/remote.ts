import { type Dispatcher, Agent, request } from 'undici';
import { DomainError, type ErrorCodeName, RemoteError } from './errors.ts';
import type { DomainEvent } from './events.ts';
import type { MintToken } from './token.ts';

/** How one service reaches another: over HTTP, or in process in tests and the single-process mode. */
export interface Transport {
  command(service: string, name: string, input: unknown): Promise<unknown>;
  deliver(service: string, event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_IN_MS = 5_000;

export function httpTransport(services: ReadonlyMap<string, string>, mint: MintToken): Transport {
  const agent = new Agent({
    connections: 32,
    keepAliveTimeout: 30_000,
    headersTimeout: TIMEOUT_IN_MS,
    bodyTimeout: TIMEOUT_IN_MS,
    connect: { timeout: 2_000 },
  });
  const post = async (
    service: string,
    path: string,
    body: unknown,
    messageId: string,
  ): Promise<Dispatcher.ResponseData> => {
    const base = services.get(service);
    if (!base) throw new Error(`SERVICES does not name ${service}`);
    try {
      return await request(`${base}${path}`, {
        dispatcher: agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await mint(service)}`,
          'message-id': messageId,
        },
        body: JSON.stringify(body),
      });
    } catch (error) {
      throw new RemoteError(service, path, { cause: error });
    }
  };
  return {
    async command(service, name, input) {
      const response = await post(service, `/internal/commands/${name}`, input, crypto.randomUUID());
      const body = (await response.body.json().catch(() => null)) as {
        result?: unknown;
        error?: { code: ErrorCodeName; message: string; details?: Record<string, unknown> };
      } | null;
      if (response.statusCode === 200 && body) return body.result;
      if (response.statusCode < 500 && body?.error)
        throw new DomainError(body.error.code, body.error.message, body.error.details);
      throw new RemoteError(service, name, { cause: new Error(`HTTP ${response.statusCode}`) });
    },
    async deliver(service, event) {
      const response = await post(service, '/internal/events', event, event.id);
      await response.body.dump();
      if (response.statusCode !== 200)
        throw new RemoteError(service, event.type, { cause: new Error(`HTTP ${response.statusCode}`) });
    },
    close: () => agent.close(),
  };
}

/** Commands of another service as plain methods: `remote.reserveStock(input)`. */
export function remoteCommands<Commands extends object>(transport: Transport, service: string): Commands {
  return new Proxy({} as Commands, {
    get: (_, name) =>
      typeof name === 'string' && name !== 'then'
        ? (input: unknown) => transport.command(service, name, input)
        : undefined,
  });
}
