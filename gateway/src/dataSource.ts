import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { DomainError, type Logger, type MintToken, type PostOffice } from '@storegraph/kit';
import type { GatewayContext } from './context.ts';

export interface SubgraphAddress {
  name: string;
  /** What reaches it. */
  office: PostOffice;
}

export interface DataSourceOptions {
  mint: MintToken;
  log: Logger;
  queryTimeoutInMs: number;
  mutationTimeoutInMs: number;
}

export interface SubgraphAnswer {
  text: string;
  /** It says of itself that it has no errors: the text may be passed on as it is. */
  clean: boolean;
  /** It says of itself that everybody who is not signed in gets the same. */
  isPublic: boolean;
}

/** One subgraph: an internal token for it, a deadline, only the headers that are meant for it. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext> {
  constructor(
    private readonly subgraph: SubgraphAddress,
    private readonly options: DataSourceOptions,
  ) {}

  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
    const { query = '', operationName = null, variables = {} } = options.request;
    const body = `{"query":${JSON.stringify(query)},"operationName":${JSON.stringify(operationName)},"variables":${JSON.stringify(variables)}}`;
    const { text } = await this.ask(body, options.context as GatewayContext, /^\s*mutation\b/.test(query));
    return JSON.parse(text);
  }

  /** Sends a ready request body. What this client's request has asked before is not asked again. */
  ask(body: string, context: GatewayContext, mutation = false): Promise<SubgraphAnswer> {
    if (mutation) return this.send(body, context, this.options.mutationTimeoutInMs);
    const key = `${this.subgraph.name} ${body}`;
    const asked = context.memo?.get(key) ?? this.send(body, context, this.options.queryTimeoutInMs);
    context.memo?.set(key, asked);
    return asked;
  }

  private async send(body: string, context: GatewayContext, timeoutInMs: number): Promise<SubgraphAnswer> {
    const { name, office } = this.subgraph;
    try {
      const request = { headers: await this.headersFor(context), body, timeoutInMs };
      const { statusCode, headers, text } = await office.post('/graphql', request);
      const isPublic = headers['x-answer'] === 'clean, public';
      const clean = isPublic || headers['x-answer'] === 'clean';
      if (statusCode >= 500 || statusCode === 401 || (!clean && !isAnswer(text))) throw new Error(`HTTP ${statusCode}`);
      const setCookie = headers['set-cookie'];
      // the only cookie is the refresh token's, and users alone issues it
      if (setCookie && name === 'users') context.reply.header('set-cookie', setCookie);
      return { text, clean, isPublic };
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
    return this.subgraph.office.close();
  }
}

function isAnswer(text: string): boolean {
  const { data, errors } = JSON.parse(text);
  return data !== undefined || errors !== undefined;
}
