export interface ListedSubgraph {
  name: string;
  port: number;
}
export function readSubgraphs(root: string): ListedSubgraph[];
export function listsOf(subgraphs: readonly ListedSubgraph[]): Record<string, string>;
