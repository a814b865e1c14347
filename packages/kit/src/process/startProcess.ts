import { EnvironmentError, type EnvironmentShape, readEnvironment } from './environment.ts';
import { collectAfterBoot, stopWithProcess } from './lifecycle.ts';
import { createLogger } from './logger.ts';
import { startSignals } from './signals/signals.ts';

export interface ProcessOptions {
  name: string;
  /** All variables that it reads. */
  shape: EnvironmentShape;
  /** Instead of the process's own. */
  environment?: Record<string, string | undefined>;
  /** Clients on the internet reach it: their traces are not continued. */
  isPublic?: boolean;
}

export interface RunningProcess {
  stop(): Promise<void>;
  /** How long stopping may take before the process ends all the same. Default: 10 s. */
  stopsWithinMs?: number;
}

/**
 * One process from its start to its end: says all variables that are missing before anything starts, has signals, and stops with
 * SIGINT, SIGTERM and its parent. Exits with a clear line when it cannot start.
 */
export async function startProcess<Running extends RunningProcess>(
  { name, shape, environment = process.env, isPublic }: ProcessOptions,
  run: () => Promise<Running>,
): Promise<Running> {
  try {
    readEnvironment(shape, environment);
    const signals = await startSignals({ service: name, isPublic, environment });
    const running = await run();
    stopWithProcess(() => running.stop().finally(signals.stop), { withinMs: running.stopsWithinMs });
    collectAfterBoot();
    return running;
  } catch (error) {
    if (error instanceof EnvironmentError) process.stderr.write(`${name}: ${error.message}\n`);
    else if (isTaken(error)) process.stderr.write(`${name}: port ${error.port} is taken; set PORT to a free one\n`);
    else createLogger(name).fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

const isTaken = (error: unknown): error is { port: number } =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
