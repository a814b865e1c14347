import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { DomainError, type Logger, type MintToken } from '@storegraph/kit';
import { type Dispatcher, Pool } from 'undici';
import type { GatewayContext } from './context.ts';

export interface SubgraphAddress {
  name: string;
  /** Base address, such as http://127.0.0.1:4002 */
  url: string;
}

export interface DataSourceOptions {
  mint: MintToken;
  log: Logger;
  queryTimeoutInMs: number;
  mutationTimeoutInMs: number;
}

const CONNECTIONS = 32;

/** One subgraph over kept-alive connections: an internal token for it, a deadline, only the headers that are meant for it. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext> {
  private readonly pool: Pool;

  constructor(
    private readonly subgraph: SubgraphAddress,
    private readonly options: DataSourceOptions,
  ) {
    this.pool = new Pool(new URL(subgraph.url).origin, {
      connections: CONNECTIONS,
      keepAliveTimeout: 30_000,
      connect: { timeout: 1_000 },
    });
  }

  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
    const { request } = options;
    const context = options.context as GatewayContext;
    const mutation = /^\s*mutation\b/.test(request.query ?? '');
    const response = await this.send(
      JSON.stringify({ query: request.query, variables: request.variables, operationName: request.operationName }),
      context,
      mutation ? this.options.mutationTimeoutInMs : this.options.queryTimeoutInMs,
    );
    if (response.setCookie) context.reply.header('set-cookie', response.setCookie);
    return response.body;
  }

  private async send(body: string, context: GatewayContext, timeoutInMs: number) {
    const { name } = this.subgraph;
    try {
      const response = await this.pool.request({
        path: '/graphql',
        method: 'POST',
        signal: AbortSignal.timeout(timeoutInMs),
        headers: await this.headersFor(context),
        body,
      });
      const answer = (await response.body.json()) as { data?: Record<string, unknown>; errors?: never[] };
      if (response.statusCode >= 500 || response.statusCode === 401 || (answer.data === undefined && !answer.errors)) {
        throw new Error(`HTTP ${response.statusCode}`);
      }
      return { body: answer, setCookie: setCookieOf(response) };
    } catch (error) {
      this.options.log.warn({ err: error, subgraph: name, requestId: context.requestId }, 'a subgraph did not answer');
      throw new DomainError('SERVICE_UNAVAILABLE', 'This part of the shop is not available at the moment');
    }
  }

  private async headersFor({ forwarded, requestId, viewer, cookie }: GatewayContext): Promise<Record<string, string>> {
    const { name } = this.subgraph;
    return {
      ...forwarded,
      'content-type': 'application/json',
      'x-request-id': requestId,
      authorization: `Bearer ${await this.options.mint(name, viewer)}`,
      // the refresh cookie is for the issuer only
      ...(name === 'users' && cookie ? { cookie } : {}),
    };
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

function setCookieOf({ headers }: Dispatcher.ResponseData): string | string[] | undefined {
  return headers['set-cookie'];
}
