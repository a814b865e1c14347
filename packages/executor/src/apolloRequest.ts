import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { Operation } from './operation.ts';

export interface ApolloResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** An operation as Apollo Server takes it from HTTP, with the status and headers that it gives. */
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

/** What a request said beside this was read before the chain, so that every link goes by the same. */
const httpRequestOf = ({ source, operationName, variables }: Operation<unknown>) => ({
  method: 'POST',
  headers: new HeaderMap([['content-type', 'application/json']]),
  search: '',
  body: { query: source, variables, ...(operationName !== null && { operationName }) },
});
