import { once } from 'node:events';
import { type ClientRequest, request as askHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { allowSlowBody } from '@storegraph/kit';

/** Whether it takes a file a service knows from the address alone. */
const DECIDES_WITHIN_MS = 5_000;
/** After the last byte. */
const ANSWERS_WITHIN_MS = 15_000;

export interface FileAnswer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Hands a file on while it comes. The service is asked before (`Expect: 100-continue`), and when it says no nothing of the file is
 * read: who has no address for it costs one small request. `file` is left as it is then: its client can be answered.
 */
export async function sendFile(
  file: IncomingMessage,
  origin: string,
  path: string,
  headers: Record<string, string>,
): Promise<FileAnswer> {
  const ask = origin.startsWith('https:') ? askHttps : askHttp;
  // a connection of its own: one that was used before may be closed by now, and a file that has begun is not sent again
  const sending = ask(origin, { path, method: 'PUT', agent: false, headers: { ...headers, expect: '100-continue' } });
  const answered = new Promise<IncomingMessage>((answer, fail) => sending.on('response', answer).on('error', fail));
  try {
    const mayGoOn = once(sending, 'continue').then(() => true);
    const isWanted = await within(DECIDES_WITHIN_MS, sending, Promise.race([mayGoOn, answered.then(() => false)]));
    if (isWanted) {
      allowSlowBody(file);
      const sent = pipeline(file.iterator({ destroyOnReturn: false }), sending);
      await Promise.race([sent, answered]);
    }
    return await within(ANSWERS_WITHIN_MS, sending, answered.then(wholeAnswer));
  } finally {
    sending.destroy();
  }
}

async function wholeAnswer(answer: IncomingMessage): Promise<FileAnswer> {
  return { statusCode: answer.statusCode!, headers: answer.headers, body: await buffer(answer) };
}

/** Ends the request when it takes longer. */
async function within<T>(ms: number, sending: ClientRequest, awaited: Promise<T>): Promise<T> {
  const timer = setTimeout(() => sending.destroy(new Error(`No answer in ${ms} ms`)), ms);
  return awaited.finally(() => clearTimeout(timer));
}
