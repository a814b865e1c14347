import type { ExecutionContext } from '@storegraph/executor';
import type { Viewer } from '@storegraph/kit';
import type { FastifyReply } from 'fastify';
import type { Explain } from './signals/explain.ts';

export interface GatewayContext extends ExecutionContext {
  viewer: Viewer | null;
  /** The client's, when it is well-formed. */
  requestId: string;
  /** What subgraphs may see of the client's headers; everything else is dropped. */
  forwarded: Record<string, string>;
  cookie: string | undefined;
  reply: FastifyReply;
  /** When the client has waited long enough, as performance.now() tells it: nothing is asked after it. */
  deadline: number;
  /** Ends when the client has left: what is under way for a query is cancelled. */
  left?: AbortSignal;
  /** What is noted for a sender who may know how its operation is answered. */
  explain?: Explain;
}
