import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** For clients that know HTTP only: an error is an answer like any other. */
export const JSON_ANSWER = 'application/json; charset=utf-8';
/** "GraphQL over HTTP": what has no data has no status of success, and is still told apart from the error page of a proxy. */
export const GRAPHQL_ANSWER = 'application/graphql-response+json; charset=utf-8';
export type MediaType = typeof JSON_ANSWER | typeof GRAPHQL_ANSWER;
export type Encoding = 'br' | 'gzip';

const MAX_REMEMBERED = 200;
/** Nobody's: reading it would take longer than answering. */
const MAX_LENGTH = 1_000;

/** The media type that a client likes best; undefined when it takes none of ours. */
export const mediaTypeOf = remembered(
  (accept): MediaType | undefined =>
    new Negotiator({ headers: { accept } }).mediaType([JSON_ANSWER, GRAPHQL_ANSWER]) as MediaType | undefined,
  JSON_ANSWER,
);

/** The encoding that a client likes best; undefined for the bytes as they are. */
export const encodingOf = remembered((header): Encoding | undefined => {
  const negotiator = new Negotiator({ headers: { 'accept-encoding': header } }) as Preferring;
  const [best] = negotiator.encodings(['br', 'gzip', 'identity'], { preferred: ['br', 'gzip'] });
  return best === 'br' || best === 'gzip' ? best : undefined;
}, undefined);

/** Its types do not know yet how a tie is decided. */
interface Preferring {
  encodings(available: string[], options: { preferred: string[] }): string[];
}

/** All clients together send a few such headers, over and over: each is read once. Without one, what is `usual`. */
function remembered<Value extends string | undefined>(read: (header: string) => Value, usual: Value) {
  const known = new LRUCache<string, { value: Value }>({ max: MAX_REMEMBERED });
  return (header: string | undefined): Value => {
    if (!header || header.length > MAX_LENGTH) return usual;
    let found = known.get(header);
    if (!found) {
      found = { value: read(header) };
      known.set(header, found);
    }
    return found.value;
  };
}
