import type { GraphQLFormattedError } from 'graphql';
import type { PlanNode } from './plan/queryPlan.ts';

/** What an executor has to know of the request that it works for; whoever uses this package adds what it needs. */
export interface ExecutionContext {
  /**
   * Everybody of the same audience gets the same public answers, such as "" for who is not signed in. Undefined when nothing
   * that is kept may be used.
   */
  audience?: string;
  /** Whether a whole answer may be kept: nothing in the request can make it somebody's own. */
  anonymous: boolean;
}

export type Variables = Readonly<Record<string, unknown>>;

/** What a client asks: one request body for every link. */
export interface Operation<Context> {
  source: string;
  operationName: string | null;
  variables: Variables;
  context: Context;
  /** It came by a method that must not change anything, such as GET: mutations are refused. */
  readOnly: boolean;
  /** The first link to be asked: for comparing and measuring. */
  from?: LinkName;
}

export type LinkName = 'keptAnswers' | 'compiledPlan' | 'compiledQuery' | 'apollo';

/** What is known about an operation once it was parsed. */
export interface OperationFacts {
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription';
  /** Objects that it may ask for: see cost.ts. */
  cost: number;
  /** What it asks at the root, each once. */
  rootFields: readonly string[];
}

/** An operation that is about to be executed: parsed, valid, within all limits. */
export interface Admission<Context> {
  facts: OperationFacts;
  context: Context;
  /**
   * The values of an argument of a root field, such as `payOrder`, `['input', 'orderId']`: one for each time that the field is
   * asked for, undefined where it is not given.
   */
  arguments(rootField: string, path: readonly string[]): unknown[];
}

/** Called once for each operation before anything is sent; refuses it by throwing a GraphQLError with a code and `http: { status }`. */
export type Admit<Context> = (admission: Admission<Context>) => Promise<void> | void;

export interface Answer {
  /** The response: JSON. */
  text: string;
  status: number;
  /** Beside what the HTTP side sets itself. */
  headers: Record<string, string>;
  by: LinkName;
  /** What it shows, when everybody of the same audience gets it; null when it is somebody's own, or has errors. */
  tags: readonly string[] | null;
  /** Codes of its errors. */
  codes: readonly string[];
  facts?: OperationFacts;
  /** Bytes that are kept for the next time. */
  kept?: KeptBytes;
  /** How subgraphs were asked, when Apollo made the answer. */
  plan?: PlanNode;
}

export interface KeptBytes {
  body: Buffer;
  etag: string;
  /** Compressed once, when it is asked for. */
  compressed: Map<string, Promise<Buffer>>;
  /** Since when, as Date.now() has it. */
  keptAt: number;
  /** It is older than it should be: what could renew it does not answer. */
  stale: boolean;
}

/** Masks an error and adds what every error of this process carries. */
export type FormatError<Context> = (
  error: GraphQLFormattedError,
  cause: unknown,
  context: Context,
) => GraphQLFormattedError;
