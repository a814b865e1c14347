import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { Operation } from './operation.ts';

export interface ApolloResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** An operation as Apollo Server takes it from HTTP: with its checks of method, headers and content types. */
export async function askApollo<Context extends BaseContext>(
  server: ApolloServer<Context>,
  operation: Operation<unknown>,
  contextValue: Context,
): Promise<ApolloResponse> {
  const {
    status = 200,
    headers,
    body,
  } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: httpRequestOf(operation),
    context: async () => contextValue,
  });
  const text = body.kind === 'complete' ? body.string.trimEnd() : '';
  return { status, headers: Object.fromEntries(headers), text };
}

function httpRequestOf({ http: { method, headers }, source, operationName, variables }: Operation<unknown>) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  if (method !== 'GET') {
    const body = { query: source, variables, ...(operationName !== null && { operationName }) };
    return { method, headers: map, search: '', body };
  }
  const search = new URLSearchParams({ query: source, variables: JSON.stringify(variables) });
  if (operationName !== null) search.set('operationName', operationName);
  return { method, headers: map, search: `?${search}`, body: undefined };
}
