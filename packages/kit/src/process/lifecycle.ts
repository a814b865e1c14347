import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Calls `stop` once, on SIGINT, SIGTERM, or when the parent that started this process (PARENT_PIPE=1) is gone; then exits, at the latest after `withinMs`. */
export function stopWithProcess(stop: () => Promise<void>, { withinMs = 10_000 } = {}): void {
  let stopping = false;
  const end = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), withinMs).unref();
    await stop().catch(() => {});
    process.exit(exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));
  stopWhenParentIsGone(() => end(0));
}

const BOOTED_AFTER_MS = 5_000;

/** What booting leaves behind is a tenth of the memory, and an idle process keeps it: collected once, where node runs with --expose-gc. */
export function collectAfterBoot(): void {
  setTimeout(() => globalThis.gc?.({ type: 'major', flavor: 'last-resort' }), BOOTED_AFTER_MS).unref();
}

/** A child's stdin is a pipe to its parent: it ends when the parent dies, however it died. */
export function stopWhenParentIsGone(stop: () => Promise<void>): void {
  if (process.env.PARENT_PIPE !== '1') return;
  process.stdin.resume();
  for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, () => void stop());
}

/**
 * A server that closes waits for requests, and Node takes a connection that has not said anything yet for one: a client that
 * opened it and then had no use for it would hold up the stop until a time-out.
 */
export function closeSilentConnections(app: FastifyInstance): void {
  const silent = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.prependListener('request', ({ socket }) => silent.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of silent) socket.destroy();
  });
}
