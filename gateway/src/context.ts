import type { Viewer } from '@storegraph/kit';
import type { FastifyReply } from 'fastify';

export interface GatewayContext {
  viewer: Viewer | null;
  requestId: string;
  /** What subgraphs may see of the client's headers; everything else is dropped. */
  forwarded: Record<string, string>;
  cookie: string | undefined;
  reply: FastifyReply;
}
