/** What a schema is made of: context, errors, ids, texts, scalars, lists, loaders. */
export * from './clientError.ts';
export * from './connection.ts';
export * from './context.ts';
export * from './errors.ts';
export * from './html.ts';
export * from './id.ts';
export * from './input.ts';
export * from './loader.ts';
export * from './ownPath.ts';
export { CARRIED, type RequestInfo, requestInfo } from './request.ts';
export * from './scalars.ts';
export { type BuiltSubgraph, buildSubgraph } from './schema.ts';
export { selectedFields } from './selectedFields.ts';
export * from './text.ts';
export type { WebPage, WebPageAnswer, WebPageRequest } from './webPage.ts';
export { MOST_REPRESENTATIONS } from './work.ts';
