/** One call runs a subgraph. */
export * from './definition.ts';
export * from './startSubgraph.ts';
