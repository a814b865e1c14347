import type { SubgraphAnswer, SubgraphRequest } from '@storegraph/executor';
import type { Transport } from '@storegraph/kit';
import type { GatewayContext } from '../context.ts';
import type { Site } from '../settings.ts';
import type { Subgraph } from './subgraph.ts';

/** All subgraphs that a plan may name. A supergraph that comes later may have more, and others at another site. */
export class Subgraphs {
  private readonly open = new Map<string, { site: Site; subgraph: Subgraph }>();

  constructor(private readonly openOne: (name: string, site: Site) => Subgraph) {}

  /** One that stays where it is keeps its connections. One that is gone may still be asked by what is under way. */
  use(sites: ReadonlyMap<string, Site>): void {
    for (const [name, site] of sites) {
      const known = this.open.get(name);
      if (known && isSame(known.site, site)) continue;
      this.open.set(name, { site, subgraph: this.openOne(name, site) });
      void known?.subgraph.transport.close();
    }
  }

  readonly execute = (request: SubgraphRequest<GatewayContext>): Promise<SubgraphAnswer> =>
    this.open.get(request.operation.subgraph)!.subgraph.execute(request);

  readonly transportOf = (name: string): Transport | undefined => this.open.get(name)?.subgraph.transport;

  /** What reaches each of them. */
  get transports(): ReadonlyMap<string, Transport> {
    return new Map([...this.open].map(([name, { subgraph }]) => [name, subgraph.transport]));
  }

  async close(): Promise<void> {
    await Promise.all([...this.transports.values()].map((transport) => transport.close()));
  }
}

/** Addresses may change by themselves: those of one service are the same whenever they are looked at. */
const isSame = (one: Site, other: Site): boolean =>
  one.path === other.path && one.addresses.now().join() === other.addresses.now().join();
