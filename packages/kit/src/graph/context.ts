import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { forbidden, unauthenticated } from './errors.ts';
import type { RequestInfo } from './request.ts';
import type { Service } from '../process/service.ts';

/** Who is asking. */
export interface Viewer {
  id: string;
  roles: readonly string[];
  sessionId?: string;
}

/** What every resolver receives, built once per request. Loaders cache for that request only. */
export interface Context<Loaders = unknown> {
  viewer: Viewer | null;
  db: PostgresJsDatabase;
  loaders: Loaders;
  /** Loaders of their own for another viewer. */
  loadersFor(viewer: Viewer): Loaders;
  request: RequestInfo;
  service: Service;
  /** About the whole answer; an object of its own, because Apollo gives resolvers a copy of the context. */
  answer: {
    /** The subgraph says that everybody with this viewer's roles gets the same. */
    isPublic: boolean;
  };
  /**
   * Of what a public answer shows, such as `Product:prod_…`: it holds until one of them changes. EVERYTHING stands for all that
   * there is, such as in a list that anything could enter.
   */
  tags: Set<string>;
}

/** What a viewer may now, by whoever knows; null when the account or its session has ended, whatever the token says. */
export type ReadAuthority = (service: Service, viewer: Viewer) => Promise<Pick<Viewer, 'roles'> | null>;

export const EVERYTHING = '*';

export type LoaderScope = Pick<Context, 'db' | 'viewer' | 'request' | 'service'>;

/** The rest of the operation, here and in other subgraphs, is the one's whose access token was just issued. */
export function continueAs(context: Context, viewer: Viewer, accessToken: string): void {
  context.viewer = viewer;
  context.loaders = context.loadersFor(viewer);
  context.answer.isPublic = false;
  context.request.carry('authorization', `Bearer ${accessToken}`);
}

export function requireViewer({ viewer }: Pick<Context, 'viewer'>): Viewer {
  if (!viewer) throw unauthenticated();
  return viewer;
}

export function requireRole(context: Pick<Context, 'viewer'>, ...roles: string[]): Viewer {
  const viewer = requireViewer(context);
  if (!roles.some((role) => viewer.roles.includes(role))) throw forbidden();
  return viewer;
}
