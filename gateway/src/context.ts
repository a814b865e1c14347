import type { ExecutionContext } from '@storegraph/executor';
import type { Viewer } from '@storegraph/kit';
import type { FastifyReply } from 'fastify';
import type { Explain } from './signals/explain.ts';

export interface GatewayContext extends ExecutionContext {
  /** Who asks; after a sign-in, who signed in. */
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

/** What a guest shows instead of an account. */
export const GUEST_TOKENS = ['x-cart-token', 'x-order-token'] as const;

/** Everybody with the same roles gets the same public answers. */
export const audienceOf = (viewer: Viewer | null): string => [...(viewer?.roles ?? [])].sort().join();

/** The rest of the operation is the new viewer's. */
export function continueAs(context: GatewayContext, viewer: Viewer): void {
  context.viewer = viewer;
  context.anonymous = false;
  if (context.audience !== undefined) context.audience = audienceOf(viewer);
}

/** The rest of the operation shows this token, too. */
export function showToken(context: GatewayContext, name: (typeof GUEST_TOKENS)[number], token: string): void {
  context.forwarded[name] = token;
  context.anonymous = false;
}
