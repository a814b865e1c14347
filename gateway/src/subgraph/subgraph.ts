import {
  bodyOf,
  type Changes,
  notAllowed,
  type SubgraphAnswer,
  type SubgraphError,
  type SubgraphRequest,
  unanswered,
} from '@storegraph/executor';
import {
  Abandoned,
  AnswerTooLong,
  CARRIED,
  EVERYTHING,
  type Logger,
  type MintToken,
  NotSent,
  type TransportAnswer,
  type Transport,
  traceHeaders,
} from '@storegraph/kit';
import { continueAs, type GatewayContext, GUEST_TOKENS, showToken } from '../context.ts';
import type { ReadViewer } from '../viewer.ts';
import { readAnswer } from './readAnswer.ts';
import { SharedRequests } from './sharedRequests.ts';

export interface SubgraphOptions {
  name: string;
  /** What reaches it. */
  transport: Transport;
  /** Where it answers GraphQL, with the query of its URL if there is one. Default: /graphql. */
  path?: string;
  /** Without it the subgraph is a stranger: it gets no token and no cookie, and sets none. */
  mint?: MintToken;
  /** Who somebody is by the access token that the issuer gave them in this operation. */
  readViewer: ReadViewer;
  /** Who asks after a change is not given what was asked for before it. */
  changes: Pick<Changes, 'now'>;
  log: Logger;
  queryTimeoutInMs: number;
  mutationTimeoutInMs: number;
}

/** One subgraph: an internal token for it, a time-out within the deadline of the operation, only the headers that are meant for it. */
export class Subgraph {
  private readonly shared = new SharedRequests<TransportAnswer>();

  constructor(private readonly options: SubgraphOptions) {}

  get transport(): Transport {
    return this.options.transport;
  }

  /** Returns an answer always: without one, what is missing and why. */
  async execute(request: SubgraphRequest<GatewayContext>): Promise<SubgraphAnswer> {
    const { name, log } = this.options;
    const { context, operation } = request;
    try {
      const { text, headers } = await this.receive(request);
      // cookies are about who somebody is, and users alone issues them
      const setCookie = headers['set-cookie'];
      if (setCookie && this.isIssuer) context.reply.header('set-cookie', setCookie);
      if (this.options.mint) await this.carryOn(headers, request);
      const { data, errors } = readAnswer(text);
      const isPublic = errors.length === 0 && headers['x-answer'] === 'public';
      return { data, errors, tags: isPublic ? tagsOf(headers['x-tags']) : null };
    } catch (error) {
      const level = error instanceof NotSent || error instanceof Abandoned ? 'debug' : 'warn';
      log[level](
        { err: error, subgraph: name, requestId: context.requestId, fields: operation.fields },
        'a subgraph did not answer',
      );
      return unanswered(request, explain(error));
    }
  }

  /** What a subgraph of ours says about who asks counts for whatever is asked after it. */
  private async carryOn(headers: TransportAnswer['headers'], { context, operation }: SubgraphRequest<GatewayContext>) {
    for (const name of GUEST_TOKENS) {
      const token = headers[`${CARRIED}${name}`];
      if (token) showToken(context, name, String(token));
    }
    const authorization = headers[`${CARRIED}authorization`];
    if (!authorization || !this.isIssuer || operation.kind !== 'mutation') return;
    try {
      const viewer = await this.options.readViewer(String(authorization));
      if (viewer) continueAs(context, viewer);
    } catch (error) {
      // they are signed in, and the next operation will show it
      this.options.log.warn({ err: error, requestId: context.requestId }, 'a new access token could not be read');
    }
  }

  /**
   * Identical anonymous queries at the same time are sent once; when the answer sets a cookie it is for the one who asked first, and the
   * others ask for themselves. A mutation goes on when its client has left.
   */
  private async receive(request: SubgraphRequest<GatewayContext>): Promise<TransportAnswer> {
    const body = bodyOf(request);
    const { context, operation } = request;
    if (operation.kind === 'mutation') return this.send(body, context, this.options.mutationTimeoutInMs);
    if (context.left?.aborted) throw new Abandoned();
    const query = (left?: AbortSignal) =>
      this.send(body, context, this.options.queryTimeoutInMs, { repeatable: true, left });
    if (!context.anonymous) return query(context.left);
    let isFirst = false;
    const answer = await this.shared.ask(`${this.options.changes.now()} ${body}`, context.left, (left) => {
      isFirst = true;
      return query(left);
    });
    const isOnes = this.isIssuer && answer.headers['set-cookie'] !== undefined;
    return isOnes && !isFirst ? query(context.left) : answer;
  }

  private async send(
    body: string,
    context: GatewayContext,
    atMostInMs: number,
    how: { repeatable?: boolean; left?: AbortSignal } = {},
  ): Promise<TransportAnswer> {
    const { transport, path = '/graphql' } = this.options;
    const headers = await this.headersFor(context);
    const timeoutInMs = timeLeft(context, atMostInMs);
    headers['x-deadline-ms'] = String(timeoutInMs);
    return transport.post(path, { headers, body, timeoutInMs, check: checkAnswer, ...how });
  }

  private async headersFor({ forwarded, requestId, viewer, cookie }: GatewayContext): Promise<Record<string, string>> {
    const { name, mint } = this.options;
    return {
      ...forwarded,
      ...traceHeaders(),
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...(mint && { authorization: `Bearer ${await mint(name, viewer)}` }),
      // cookies are for the issuer only
      ...(this.isIssuer && cookie ? { cookie } : {}),
    };
  }

  private get isIssuer(): boolean {
    return this.options.mint !== undefined && this.options.name === 'users';
  }
}

/** What the client hears of it. */
function explain(error: unknown): Omit<SubgraphError, 'path'> {
  if (error instanceof AnswerTooLong) {
    const limit = error.limitInBytes;
    const text = `A part of the answer would have more than ${limit} bytes: ask for less at once`;
    const { message, extensions } = notAllowed('answerLength', text, { limit });
    return { message, extensions };
  }
  return {
    message: 'This part is not available at the moment',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  };
}

function checkAnswer({ statusCode, text }: TransportAnswer): void {
  if (statusCode >= 500 || statusCode === 401 || !isAnswer(text)) throw new Error(`HTTP ${statusCode}`);
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
