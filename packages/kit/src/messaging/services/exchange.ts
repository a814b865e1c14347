import type { Dispatcher } from 'undici';
import { AnswerTooLong, ConnectionLost, type TransportAnswer } from '../transport.ts';

/** One request and its answer over one connection. Without a stream in between: answers are small, and come whole or not at all. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<TransportAnswer>;
  private readonly resolve: (answer: TransportAnswer) => void;
  private readonly reject: (error: Error) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private givenUp: Error | undefined;
  private statusCode = 0;
  private headers: TransportAnswer['headers'] = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly maxBytes: number) {
    const { promise, resolve, reject } = Promise.withResolvers<TransportAnswer>();
    this.answer = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Ends it now. A request that was sent loses its connection, which tells the other side. */
  giveUp(error: Error): void {
    if (this.givenUp) return;
    this.givenUp = error;
    this.reject(error);
    this.controller?.abort(error);
  }

  /** Called when there is a connection, before anything is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.givenUp) throw this.givenUp; // it waited for a connection until now, which stays good
    this.controller = controller;
  }

  onResponseStart(_: unknown, statusCode: number, headers: TransportAnswer['headers']): void {
    this.statusCode = statusCode;
    this.headers = headers;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) this.giveUp(new AnswerTooLong(this.maxBytes));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { chunks, statusCode, headers } = this;
    const text = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8');
    this.resolve({ statusCode, headers, text });
  }

  onResponseError(_: unknown, error: Error): void {
    this.reject(new ConnectionLost(error, this.controller !== undefined));
  }
}
