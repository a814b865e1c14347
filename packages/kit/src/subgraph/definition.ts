import type { FastifyInstance } from 'fastify';
import type { CommandTable } from '../messaging/contract.ts';
import type { LoaderScope, Viewer } from '../graph/context.ts';
import type { SchemaParts } from '../graph/schema.ts';
import type { Service } from '../process/service.ts';
import type { EnvironmentShape } from '../process/environment.ts';
import type { Subscription } from '../messaging/events.ts';
import type { JobHandler, PeriodicJob } from '../messaging/jobs.ts';

/** A subgraph's table of contents: everything that the kit needs to run it. */
export interface SubgraphDefinition<Loaders = any> extends SchemaParts<Loaders> {
  name: string;
  /** `new URL('../migrations', import.meta.url)` */
  migrations: URL;
  /** Variables beside those that every subgraph has; parsed once into `service.env`. */
  env?: EnvironmentShape;
  /** Whether everybody with the roles of this viewer gets the same answers: the gateway may keep them for each other. */
  isPublic?(viewer: Viewer | null): boolean;
  /** Built per request, so a loader can only ever see what this viewer may see. */
  loaders(scope: LoaderScope): Loaders;
  /** What other services may order, by its contract: `handle(contract, { … })`. POST /internal/commands/:name */
  commands?: CommandTable;
  /** What happens when an event of another subgraph arrives: `on(contract.Event, …)`. POST /internal/events */
  on?: readonly Subscription[];
  jobs?: Record<string, JobHandler>;
  every?: Record<string, PeriodicJob>;
  /** Plain HTTP beside GraphQL, not behind the token check: such as a webhook. `config: { rawBody: true }` gives the body as a Buffer. */
  routes?(app: FastifyInstance, service: Service): void | Promise<void>;
  /** Once at boot, after the migrations. */
  prepare?(service: Service): Promise<void>;
}
