/** The name of a response header that the gateway takes as a header of the client, for the rest of the operation. */
export const CARRIED = 'carry-';

/** What a resolver knows of the client's request, and what it can add to the response. */
export interface RequestInfo {
  id: string;
  /** The client's address as the gateway saw it. */
  address: string;
  header(name: string): string | undefined;
  appendResponseHeader(name: string, value: string): void;
  /** From now on this header is the client's: here, and in every subgraph that the same operation asks after this one. */
  carry(name: string, value: string): void;
}

export function requestInfo(given: Omit<RequestInfo, 'carry'>): RequestInfo {
  const carried = new Map<string, string>();
  return {
    ...given,
    header: (name) => carried.get(name.toLowerCase()) ?? given.header(name.toLowerCase()),
    carry(name, value) {
      carried.set(name, value);
      given.appendResponseHeader(`${CARRIED}${name}`, value);
    },
  };
}
