/**
 * What an operation is known by. The name of the operation comes from the client and may be any text: its length keeps it apart
 * from the document, so that no name can stand for a part of another document.
 */
export const operationKey = (source: string, operationName: string | null): string =>
  `${operationName?.length ?? ''}:${operationName ?? ''}${source}`;
