import { DomainError, type ErrorCodeName, RemoteError } from '../graph/errors.ts';
import type { DomainEvent } from './events.ts';
import type { Transport } from './transport.ts';
import { httpTransport } from './services/httpTransport.ts';
import type { Services } from './services/services.ts';
import { scopeHeaders } from '../process/signals/scope.ts';
import { inSpan, type SpanOptions, traceHeaders } from '../process/signals/tracing.ts';
import type { MintToken } from './token.ts';

/** How one service reaches another: over HTTP, or within one process. */
export interface Messenger {
  /** `patient`: sent even to a service that has not answered lately. */
  command(service: string, name: string, input: unknown, patient?: boolean): Promise<unknown>;
  deliver(service: string, event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

/** For who works on it. Who has stopped is noticed sooner, so that the caller can still say so to its own client. */
const TIMEOUT_IN_MS = 5_000;
const SIGN_OF_LIFE_WITHIN_MS = 1_300;

export const httpMessenger = (services: Services, mint: MintToken): Messenger =>
  messengerBy((service) => {
    const addresses = services.of(service);
    if (!addresses) throw new Error(`SERVICES does not name ${service}`);
    return httpTransport(addresses, { name: service, signOfLifeWithinMs: SIGN_OF_LIFE_WITHIN_MS });
  }, mint);

type Reach = Pick<Transport, 'post' | 'close'>;

/** Commands and events through whatever reaches a service; opened at the first use. */
export function messengerBy(open: (service: string) => Reach, mint: MintToken): Messenger {
  const transports = new Map<string, Reach>();
  const transportOf = (service: string): Reach => {
    const transport = transports.get(service) ?? open(service);
    transports.set(service, transport);
    return transport;
  };
  const post = async (service: string, path: string, body: unknown, messageId: string, patient = false) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await mint(service)}`,
      'message-id': messageId,
      'x-deadline-ms': String(TIMEOUT_IN_MS),
      ...scopeHeaders(),
      ...traceHeaders(),
    };
    const request = { headers, body: JSON.stringify(body), timeoutInMs: TIMEOUT_IN_MS, patient };
    const transport = transportOf(service);
    try {
      return await transport.post(path, request);
    } catch (error) {
      throw new RemoteError(service, path, { cause: error });
    }
  };
  return {
    command: (service, name, input, patient) =>
      inSpan(`send command ${name}`, spanTo(service), async () => {
        const path = `/internal/commands/${name}`;
        const { statusCode, text } = await post(service, path, input, crypto.randomUUID(), patient);
        const body = parsed(text);
        if (statusCode === 200 && body) return body.result;
        if (statusCode < 500 && body?.error)
          throw new DomainError(body.error.code, body.error.message, body.error.details);
        throw new RemoteError(service, name, { cause: new Error(`HTTP ${statusCode}`) });
      }),
    deliver: (service, event) =>
      inSpan(`send event ${event.type}`, spanTo(service), async () => {
        // the relay has its own pace of trying again: the first that may go must not be the only one
        const { statusCode, text } = await post(service, '/internal/events', event, event.id, true);
        if (statusCode === 200) return;
        const reason = parsed(text)?.error?.message ?? `HTTP ${statusCode}`;
        throw new RemoteError(service, event.type, { cause: new Error(reason) });
      }),
    async close() {
      await Promise.all([...transports.values()].map((transport) => transport.close()));
    },
  };
}

const spanTo = (service: string): SpanOptions => ({ kind: 'client', attributes: { to: service } });

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
