import type { FastifyInstance } from 'fastify';
import { type Dispatcher, Pool } from 'undici';
import type { SubgraphServer } from './server.ts';

export interface Posted {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends a body to a path of one service; throws when there is no answer in time. */
export type Post = (
  path: string,
  request: { headers: Record<string, string>; body: string; timeoutInMs: number },
) => Promise<Posted>;

export interface PostOffice {
  post: Post;
  close(): Promise<void>;
}

/** Over kept-alive connections to one address. */
export function httpPost(address: string, { connections = 32, connectTimeoutInMs = 1_000 } = {}): PostOffice {
  const pool = new Pool(new URL(address).origin, {
    connections,
    keepAliveTimeout: 30_000,
    connect: { timeout: connectTimeoutInMs },
  });
  return {
    post: (path, request) => collect(pool, path, request),
    close: () => pool.close(),
  };
}

/** Without a stream in between: answers are small, and come whole or not at all. */
function collect(pool: Pool, path: string, { headers, body, timeoutInMs }: Parameters<Post>[1]): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const answer: Posted = { statusCode: 0, headers: {}, text: '' };
    let controller: Dispatcher.DispatchController | undefined;
    let late: Error | undefined;
    const timer = setTimeout(() => {
      late = new Error(`No answer within ${timeoutInMs} ms`);
      controller?.abort(late);
      reject(late);
    }, timeoutInMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    pool.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart(started) {
          controller = started;
          if (late) controller.abort(late);
        },
        onResponseStart(_, statusCode, responseHeaders) {
          answer.statusCode = statusCode;
          answer.headers = responseHeaders;
        },
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd() {
          clearTimeout(timer);
          answer.text = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8');
          resolve(answer);
        },
        onResponseError: (_, error) => fail(error),
      },
    );
  });
}

/** To a service of the same process: the same request without a network, tokens and all. */
export function innerPost(
  serviceOf: () => { app: FastifyInstance; postGraphql?: SubgraphServer['postGraphql'] } | undefined,
): PostOffice {
  return {
    post: async (path, { headers, body }) => {
      const service = serviceOf();
      if (!service) throw new Error('This service is not up yet');
      if (path === '/graphql' && service.postGraphql) return service.postGraphql(headers, body);
      const answer = await service.app.inject({ method: 'POST', url: path, headers, payload: body });
      return { statusCode: answer.statusCode, headers: answer.headers as Posted['headers'], text: answer.payload };
    },
    close: async () => {},
  };
}
