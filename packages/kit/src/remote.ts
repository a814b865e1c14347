import { DomainError, type ErrorCodeName, RemoteError } from './errors.ts';
import type { DomainEvent } from './events.ts';
import { httpPost, type PostOffice } from './post.ts';
import type { MintToken } from './token.ts';

/** How one service reaches another: over HTTP, or within one process. */
export interface Transport {
  command(service: string, name: string, input: unknown): Promise<unknown>;
  deliver(service: string, event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_IN_MS = 5_000;

export const httpTransport = (services: ReadonlyMap<string, string>, mint: MintToken): Transport =>
  transportBy((service) => {
    const address = services.get(service);
    if (!address) throw new Error(`SERVICES does not name ${service}`);
    return httpPost(address, { connectTimeoutInMs: 2_000 });
  }, mint);

/** Commands and events through whatever reaches a service; opened at the first use. */
export function transportBy(open: (service: string) => PostOffice, mint: MintToken): Transport {
  const offices = new Map<string, PostOffice>();
  const officeOf = (service: string): PostOffice => {
    const office = offices.get(service) ?? open(service);
    offices.set(service, office);
    return office;
  };
  const post = async (service: string, path: string, body: unknown, messageId: string) => {
    const { post: send } = officeOf(service);
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await mint(service)}`,
      'message-id': messageId,
    };
    try {
      return await send(path, { headers, body: JSON.stringify(body), timeoutInMs: TIMEOUT_IN_MS });
    } catch (error) {
      throw new RemoteError(service, path, { cause: error });
    }
  };
  return {
    async command(service, name, input) {
      const { statusCode, text } = await post(service, `/internal/commands/${name}`, input, crypto.randomUUID());
      const body = parsed(text);
      if (statusCode === 200 && body) return body.result;
      if (statusCode < 500 && body?.error)
        throw new DomainError(body.error.code, body.error.message, body.error.details);
      throw new RemoteError(service, name, { cause: new Error(`HTTP ${statusCode}`) });
    },
    async deliver(service, event) {
      const { statusCode } = await post(service, '/internal/events', event, event.id);
      if (statusCode !== 200) throw new RemoteError(service, event.type, { cause: new Error(`HTTP ${statusCode}`) });
    },
    async close() {
      await Promise.all([...offices.values()].map((office) => office.close()));
    },
  };
}

interface CommandAnswer {
  result?: unknown;
  error?: { code: ErrorCodeName; message: string; details?: Record<string, unknown> };
}

function parsed(text: string): CommandAnswer | null {
  try {
    return JSON.parse(text) as CommandAnswer;
  } catch {
    return null;
  }
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
