import { readFileSync } from 'node:fs';

export interface Sent {
  operation: string;
  /** Of the request. */
  body: { query?: string; documentId?: string; variables?: any };
  headers: Record<string, string>;
  variables: any;
  signal: AbortSignal | undefined;
}
/** A whole response, or the JSON of one. */
type Reply = object | ((sent: Sent) => object | Promise<object>);

const trusted: Record<string, string> = JSON.parse(
  readFileSync(new URL('../src/trusted.generated.json', import.meta.url), 'utf8'),
);

/** A shop that answers by operation name and notes what it was asked. It knows the SDK's own documents unless told otherwise. */
export function shopOf(replies: Record<string, Reply>, known = trusted) {
  const sent: Sent[] = [];
  const fetch = async (_url: unknown, { body: text, headers, signal }: any) => {
    const body: Sent['body'] = JSON.parse(text);
    const source = body.query ?? trusted[body.documentId!.replace('sha256:', '')] ?? '';
    const operation = /(?:query|mutation) (\w+)/.exec(source)?.[1] ?? '';
    const note = { operation, body, headers, variables: body.variables, signal };
    sent.push(note);
    if (body.documentId && !known[body.documentId.replace('sha256:', '')]) return Response.json(unknownDocument);
    const reply = replies[operation];
    const answer = typeof reply === 'function' ? await reply(note) : reply;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  };
  return { sent, fetch: fetch as typeof globalThis.fetch, asked: () => sent.map(({ operation }) => operation) };
}

const unknownDocument = {
  errors: [{ message: 'no', extensions: { code: 'OPERATION_NOT_ALLOWED', field: 'documentId', rule: 'trusted' } }],
};
