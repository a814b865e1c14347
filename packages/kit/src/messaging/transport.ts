import type { FastifyInstance } from 'fastify';

export interface TransportAnswer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface TransportRequest {
  headers: Record<string, string>;
  body: string;
  /** In all, trying once more included. */
  timeoutInMs: number;
  /** It changes nothing: it is sent once more when its connection was lost. Anything else only when nothing of it was sent. */
  repeatable?: boolean;
  /** Ends when nobody waits for the answer any more. */
  left?: AbortSignal;
  /** Throws when this is no answer: it counts as if there was none. */
  check?(answer: TransportAnswer): void;
  /** Sent even to who has not answered lately, because the caller has its own pace of trying again. */
  patient?: boolean;
}

/** Sends a body to a path of one service. Throws when there is no answer in time: see the errors below. */
export type Post = (path: string, request: TransportRequest) => Promise<TransportAnswer>;

/** What one address of a service says of itself. */
export interface Probe {
  address: string;
  /** Undefined when there was none in time. */
  answer?: TransportAnswer;
  /** How long that took. */
  ms: number;
  /** Nothing is sent there at the moment, because it has not answered lately. */
  spared: boolean;
  /** How long ago a request was answered there; null when none was yet. */
  lastAnswerAgoInMs: number | null;
}

export interface Transport {
  post: Post;
  /** GET of a path at each of its addresses, spared or not. */
  probe(path: string, timeoutInMs: number): Promise<Probe[]>;
  /** An address that answers, as far as is known; undefined when it is not reached by one. */
  address(): string | undefined;
  /** Resolves when what is under way is answered. */
  close(): Promise<void>;
}

/** Why nothing was sent: the other side did not answer lately, or has enough to do. */
export class NotSent extends Error {}

/** No connection, or it was lost before the whole answer was there. */
export class ConnectionLost extends Error {
  constructor(
    cause: Error,
    /** Whether the other side may have got some of the request. */
    readonly sent: boolean,
  ) {
    super(cause.message || 'The connection was lost', { cause });
  }
}

/** No answer in time. */
export class TimedOut extends Error {}

/** Nobody waits for the answer any more. */
export class Abandoned extends Error {
  constructor() {
    super('Nobody waits for the answer any more');
  }
}

/** It was not read to its end. */
export class AnswerTooLong extends Error {
  constructor(readonly limitInBytes: number) {
    super(`The answer has more than ${limitInBytes} bytes`);
  }
}

type InnerService = {
  app: FastifyInstance;
  postGraphql?: (headers: Record<string, string>, body: string) => Promise<TransportAnswer>;
};

/** To a service of the same process: the same request without a network, tokens and all. */
export function inProcessTransport(serviceOf: () => InnerService | undefined): Transport {
  let answeredAt: number | undefined;
  const post = async (path: string, { headers, body, check }: TransportRequest): Promise<TransportAnswer> => {
    const service = serviceOf();
    if (!service) throw new Error('This service is not up yet');
    const answer =
      path === '/graphql' && service.postGraphql
        ? await service.postGraphql(headers, body)
        : posted(await service.app.inject({ method: 'POST', url: path, headers, payload: body }));
    check?.(answer);
    answeredAt = performance.now();
    return answer;
  };
  return {
    post: (path, request) => whileWaitedFor(request, post(path, request)),
    async probe(path, timeoutInMs) {
      const started = performance.now();
      const asked = Promise.resolve(serviceOf()?.app.inject({ method: 'GET', url: path }));
      const answer = await whileWaitedFor({ timeoutInMs }, asked).catch(() => undefined);
      const now = performance.now();
      return [
        {
          address: 'in this process',
          answer: answer && posted(answer),
          ms: now - started,
          spared: false,
          lastAnswerAgoInMs: answeredAt === undefined ? null : now - answeredAt,
        },
      ];
    },
    address: () => undefined,
    close: async () => {},
  };
}

const posted = (answer: { statusCode: number; headers: object; payload: string }): TransportAnswer => ({
  statusCode: answer.statusCode,
  headers: answer.headers as TransportAnswer['headers'],
  text: answer.payload,
});

/** The work goes on; its answer is not waited for any longer. */
async function whileWaitedFor<T>(
  { timeoutInMs, left }: Pick<TransportRequest, 'timeoutInMs' | 'left'>,
  answer: Promise<T>,
): Promise<T> {
  const over = Promise.withResolvers<never>();
  const leave = () => over.reject(new Abandoned());
  const timer = setTimeout(() => over.reject(new TimedOut(`No answer within ${timeoutInMs} ms`)), timeoutInMs);
  left?.addEventListener('abort', leave, { once: true });
  if (left?.aborted) leave();
  try {
    return await Promise.race([answer, over.promise]);
  } finally {
    clearTimeout(timer);
    left?.removeEventListener('abort', leave);
  }
}
