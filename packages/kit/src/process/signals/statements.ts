import { Durations, Readout } from './metrics.ts';
import { currentTracer, inSpan, reasonOf, type Span } from './tracing.ts';

const statements = new Durations({
  name: 'database_statement_duration_seconds',
  help: 'How long statements took, waiting for a connection included.',
  labels: ['database', 'pool'],
});
const underWay = new Readout({
  name: 'database_pool_under_way',
  help: 'Statements and transactions that run or wait for a connection; more than connections_max are waiting.',
  labels: ['database', 'pool'],
});
const connectionsMax = new Readout({
  name: 'database_pool_connections_max',
  help: 'Connections that the pool has at most.',
  labels: ['database', 'pool'],
});

/** One pool: what is counted of it while metrics are on. */
export interface PoolUse {
  database: string;
  /** What it is for. */
  pool: string;
  max: number;
  underWay: number;
}

const labelsOf = ({ database, pool }: PoolUse) => ({ database, pool });

/** Returns what ends it. */
export function readPool(use: PoolUse): () => void {
  const labels = labelsOf(use);
  const stops = [underWay.read(() => [[labels, use.underWay]]), connectionsMax.read(() => [[labels, use.max]])];
  return () => stops.forEach((stop) => void stop());
}

const SHOWN_LENGTH = 2_000;

/** A statement as part of a trace: its text has placeholders where values are, which are not in it. Statements of nobody make no trace. */
export function observeStatement<Statement extends PromiseLike<unknown>>(
  statement: Statement,
  text: string,
  use?: PoolUse,
): Statement {
  const inside = isInside();
  if (!inside && !statements.isOn) return statement;
  const settle = statement.then.bind(statement);
  let sent = false;
  // biome-ignore lint/suspicious/noThenProperty: postgres.js sends a statement when somebody waits for it
  statement.then = (...handlers) => {
    if (!sent) {
      sent = true;
      const end = measure(inside ? startSpan(text) : undefined, use);
      settle(() => end(), end);
    }
    return settle(...handlers);
  };
  return statement;
}

/** As observeStatement, for one that is sent by `run`. */
export function observeQuery<T>(text: string, use: PoolUse, run: () => Promise<T>): Promise<T> {
  const inside = isInside();
  if (!inside && !statements.isOn) return run();
  const end = measure(inside ? startSpan(text) : undefined, use);
  const running = run();
  running.then(() => end(), end);
  return running;
}

/** A transaction as part of a trace: from waiting for its connection to the commit. */
export function observeTransaction<T>(run: () => Promise<T>, use?: PoolUse): Promise<T> {
  const inside = isInside();
  if (!inside && !statements.isOn) return run();
  const running = inside ? inSpan('transaction', { kind: 'client' }, run) : run();
  const end = count(use);
  running.then(end, end);
  return running;
}

const isInside = (): boolean => currentTracer()?.isInside() ?? false;

/** Undefined when the tracer was stopped since the statement was made. */
function startSpan(text: string): Span | undefined {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, SHOWN_LENGTH) };
  return currentTracer()?.start(nameOf(text), { kind: 'client', attributes });
}

function measure(span: Span | undefined, use: PoolUse | undefined): (error?: unknown) => void {
  const started = performance.now();
  const end = count(use);
  return (error) => {
    end();
    if (use && statements.isOn) statements.observe(labelsOf(use), performance.now() - started);
    if (error !== undefined) span?.fail(reasonOf(error));
    span?.end();
  };
}

function count(use: PoolUse | undefined): () => void {
  if (!use) return () => {};
  use.underWay++;
  return () => void use.underWay--;
}

const TABLE = /\b(?:from|into|update)\s+(?:only\s+)?"?([a-z_]\w*)/i;

/** Such as `select products`. */
function nameOf(text: string): string {
  const verb = /^\W*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? 'statement';
  const table = TABLE.exec(text)?.[1];
  return table ? `${verb} ${table}` : verb;
}
