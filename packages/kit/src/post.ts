import type { FastifyInstance } from 'fastify';
import { Pool } from 'undici';

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
    post: async (path, { headers, body, timeoutInMs }) => {
      const answer = await pool.request({
        path,
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(timeoutInMs),
      });
      return { statusCode: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    },
    close: () => pool.close(),
  };
}

/** To a service of the same process: the same request without a network, tokens and all. */
export function innerPost(appOf: () => FastifyInstance | undefined): PostOffice {
  return {
    post: async (path, { headers, body }) => {
      const app = appOf();
      if (!app) throw new Error('This service is not up yet');
      const answer = await app.inject({ method: 'POST', url: path, headers, payload: body });
      return { statusCode: answer.statusCode, headers: answer.headers as Posted['headers'], text: answer.payload };
    },
    close: async () => {},
  };
}
