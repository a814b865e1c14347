// What a subgraph needs of this package: Apollo Gateway is not among it.
export { askApollo } from './apolloRequest.ts';
export { chain, type Executor, type Link, usedLinks } from './chain.ts';
export { compiledQuery, QueryStore } from './compiledQuery.ts';
export type { Answer, Operation } from './operation.ts';
