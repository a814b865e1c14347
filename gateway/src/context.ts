import type { Viewer } from '@storegraph/kit';
import type { FastifyReply } from 'fastify';
import type { KeptEntities } from './cache/entityCache.ts';
import type { SubgraphAnswer } from './dataSource.ts';

export interface GatewayContext {
  viewer: Viewer | null;
  requestId: string;
  /** What subgraphs may see of the client's headers; everything else is dropped. */
  forwarded: Record<string, string>;
  cookie: string | undefined;
  reply: FastifyReply;
  /** When the client has waited long enough, as performance.now() tells it: nothing is asked after it. */
  deadline: number;
  /** Use the stock executor and no cache: for comparing, never in production. */
  stock: boolean;
  /** Tells which way an answer came, never in production. */
  answeredBy?(way: 'compiled' | 'stock'): void;
  /** Keeps the answer for everybody; there is none where it may be somebody's own. */
  keep?: (text: string, tags: readonly string[]) => void;
  /** Public entities that this request may take instead of asking for them. */
  entities?: KeptEntities;
  /** What subgraphs have answered to this request, when a compiled plan asked. */
  memo?: Map<string, Promise<SubgraphAnswer>>;
}
