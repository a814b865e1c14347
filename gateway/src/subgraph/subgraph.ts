import { bodyOf, type SubgraphAnswer, type SubgraphRequest, unanswered } from '@storegraph/executor';
import { ErrorCode, EVERYTHING, type Logger, type MintToken, type PostOffice } from '@storegraph/kit';
import type { GatewayContext } from '../context.ts';
import { Breaker, NotSent } from './breaker.ts';
import { readAnswer } from './readAnswer.ts';

export interface SubgraphOptions {
  name: string;
  /** What reaches it. */
  office: PostOffice;
  /** Where it answers GraphQL, with the query of its URL if there is one. Default: /graphql. */
  path?: string;
  /** Without it the subgraph is a stranger: it gets no token and no cookie, and sets none. */
  mint?: MintToken;
  log: Logger;
  queryTimeoutInMs: number;
  mutationTimeoutInMs: number;
  /** After so many failures in a row nothing is sent for a second. Default: 5. */
  failuresToOpen?: number;
}

interface Received {
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** One subgraph: an internal token for it, a time-out within the deadline of the operation, only the headers that are meant for it. */
export class Subgraph {
  private readonly breaker: Breaker;
  private readonly underWay = new Map<string, Promise<Received>>();

  constructor(private readonly options: SubgraphOptions) {
    this.breaker = new Breaker({ failuresToOpen: options.failuresToOpen });
  }

  /** Returns an answer always: without one, what is missing and why. */
  async execute(request: SubgraphRequest<GatewayContext>): Promise<SubgraphAnswer> {
    const { name, log } = this.options;
    const { context, operation } = request;
    try {
      const { text, headers } = await this.receive(request);
      // the only cookie is the refresh token's, and users alone issues it
      const setCookie = headers['set-cookie'];
      if (setCookie && this.isIssuer) context.reply.header('set-cookie', setCookie);
      const { data, errors } = readAnswer(text);
      const isPublic = errors.length === 0 && headers['x-answer'] === 'public';
      return { data, errors, tags: isPublic ? tagsOf(headers['x-tags']) : null };
    } catch (error) {
      const level = error instanceof NotSent ? 'debug' : 'warn';
      log[level](
        { err: error, subgraph: name, requestId: context.requestId, fields: operation.fields },
        'a subgraph did not answer',
      );
      return unanswered(request, {
        message: 'This part of the shop is not available at the moment',
        extensions: { code: ErrorCode.SERVICE_UNAVAILABLE },
      });
    }
  }

  /** Identical anonymous queries at the same time are sent once. */
  private receive(request: SubgraphRequest<GatewayContext>): Promise<Received> {
    const body = bodyOf(request);
    const { context, operation } = request;
    if (operation.kind === 'mutation') return this.send(body, context, this.options.mutationTimeoutInMs);
    const send = () => this.send(body, context, this.options.queryTimeoutInMs);
    if (!context.anonymous) return send();
    const known = this.underWay.get(body);
    if (known) return known;
    const sent = send().finally(() => this.underWay.delete(body));
    this.underWay.set(body, sent);
    return sent;
  }

  private async send(body: string, context: GatewayContext, timeoutInMs: number): Promise<Received> {
    const request = { headers: await this.headersFor(context), body, timeoutInMs: timeLeft(context, timeoutInMs) };
    return this.breaker.run(async () => {
      const { office, path = '/graphql' } = this.options;
      const { statusCode, headers, text } = await office.post(path, request);
      if (statusCode >= 500 || statusCode === 401 || !isAnswer(text)) throw new Error(`HTTP ${statusCode}`);
      return { text, headers };
    });
  }

  private async headersFor({ forwarded, requestId, viewer, cookie }: GatewayContext): Promise<Record<string, string>> {
    const { name, mint } = this.options;
    return {
      ...forwarded,
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...(mint && { authorization: `Bearer ${await mint(name, viewer)}` }),
      // the refresh cookie is for the issuer only
      ...(this.isIssuer && cookie ? { cookie } : {}),
    };
  }

  private get isIssuer(): boolean {
    return this.options.mint !== undefined && this.options.name === 'users';
  }

  close(): Promise<void> {
    return this.options.office.close();
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

/** A cheap look: what it really holds is found when it is read. */
const isAnswer = (text: string): boolean => /^\s*{/.test(text);
