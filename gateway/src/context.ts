import type { ExecutionContext } from '@storegraph/executor';
import type { Viewer } from '@storegraph/kit';
import type { FastifyReply } from 'fastify';

export interface GatewayContext extends ExecutionContext {
  viewer: Viewer | null;
  /** The client's, when it is well-formed. */
  requestId: string;
  /** Of the trace that the client's request is part of, as W3C's Trace Context has it. */
  traceId?: string;
  /** What subgraphs may see of the client's headers; everything else is dropped. */
  forwarded: Record<string, string>;
  cookie: string | undefined;
  reply: FastifyReply;
  /** When the client has waited long enough, as performance.now() tells it: nothing is asked after it. */
  deadline: number;
  /** Ends when the client has left: what is under way for a query is cancelled. */
  left?: AbortSignal;
}
