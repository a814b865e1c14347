import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { DomainError, EVERYTHING, type Logger, type MintToken, type PostOffice } from '@storegraph/kit';
import { Breaker, NotSent } from './breaker.ts';
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
  /** After so many failures in a row nothing is sent for a second. Default: 5. */
  failuresToOpen?: number;
}

export interface SubgraphAnswer {
  text: string;
  /** It says of itself that it has no errors: the text may be passed on as it is. */
  clean: boolean;
  /** What it shows, when it says of itself that everybody with the same roles gets the same; otherwise null. */
  tags: readonly string[] | null;
}

/** One subgraph: an internal token for it, a time-out within the deadline of the operation, only the headers that are meant for it. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext> {
  private readonly breaker: Breaker;
  private readonly underWay = new Map<string, Promise<SubgraphAnswer>>();

  constructor(
    private readonly subgraph: SubgraphAddress,
    private readonly options: DataSourceOptions,
  ) {
    this.breaker = new Breaker({ failuresToOpen: options.failuresToOpen });
  }

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
    const asked = context.memo?.get(key) ?? this.share(body, context);
    context.memo?.set(key, asked);
    return asked;
  }

  /** The same question of people who are nobody in particular goes out once, while it is under way. */
  private share(body: string, context: GatewayContext): Promise<SubgraphAnswer> {
    const send = () => this.send(body, context, this.options.queryTimeoutInMs);
    const { viewer, cookie, forwarded } = context;
    if (viewer || cookie || forwarded['x-cart-token'] || forwarded['x-order-token'] || context.stock) return send();
    const known = this.underWay.get(body);
    if (known) return known;
    const sent = send().finally(() => this.underWay.delete(body));
    this.underWay.set(body, sent);
    return sent;
  }

  private async send(body: string, context: GatewayContext, timeoutInMs: number): Promise<SubgraphAnswer> {
    const { name, office } = this.subgraph;
    try {
      const request = { headers: await this.headersFor(context), body, timeoutInMs: timeLeft(context, timeoutInMs) };
      const { headers, text, clean } = await this.breaker.run(async () => {
        const { statusCode, headers, text } = await office.post('/graphql', request);
        const clean = /^clean\b/.test(String(headers['x-answer']));
        if (statusCode >= 500 || statusCode === 401 || (!clean && !isAnswer(text)))
          throw new Error(`HTTP ${statusCode}`);
        return { headers, text, clean };
      });
      const setCookie = headers['set-cookie'];
      // the only cookie is the refresh token's, and users alone issues it
      if (setCookie && name === 'users') context.reply.header('set-cookie', setCookie);
      return { text, clean, tags: headers['x-answer'] === 'clean, public' ? tagsOf(headers['x-tags']) : null };
    } catch (error) {
      const level = error instanceof NotSent ? 'debug' : 'warn';
      this.options.log[level](
        { err: error, subgraph: name, requestId: context.requestId },
        'a subgraph did not answer',
      );
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

function timeLeft({ deadline }: GatewayContext, atMost: number): number {
  const left = Math.floor(deadline - performance.now());
  if (left <= 0) throw new NotSent('The whole operation has taken too long');
  return Math.min(left, atMost);
}

const tagsOf = (header: string | string[] | undefined): string[] =>
  String(header ?? EVERYTHING)
    .split(',')
    .filter(Boolean);

function isAnswer(text: string): boolean {
  const { data, errors } = JSON.parse(text);
  return data !== undefined || errors !== undefined;
}
