import type { SubgraphAnswer, SubgraphRequest } from '@storegraph/executor';
import type { GatewayContext } from '../context.ts';
import type { Subgraph } from './subgraph.ts';

/** All subgraphs that a plan may name. A supergraph that comes later may have more, and others at another URL. */
export class Subgraphs {
  private readonly open = new Map<string, { url: string; subgraph: Subgraph }>();

  constructor(private readonly openOne: (name: string, url: URL) => Subgraph) {}

  /** One that stays where it is keeps its connections. One that is gone may still be asked by what is under way. */
  use(urls: ReadonlyMap<string, URL>): void {
    for (const [name, url] of urls) {
      const known = this.open.get(name);
      if (known?.url === url.href) continue;
      this.open.set(name, { url: url.href, subgraph: this.openOne(name, url) });
      void known?.subgraph.close();
    }
  }

  readonly execute = (request: SubgraphRequest<GatewayContext>): Promise<SubgraphAnswer> =>
    this.open.get(request.operation.subgraph)!.subgraph.execute(request);

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map(({ subgraph }) => subgraph.close()));
  }
}
