/** A page of a list, as far as one needs it to go on. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

/** Where the next page begins; null at the end. */
export const nextCursor = (page: Page<unknown> | null | undefined): string | null =>
  page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;

/** Pages from a cursor on, each asked for when the one before was read. */
export async function* pagesFrom<P extends Page<unknown>>(
  start: string | null | undefined,
  load: (after: string | null | undefined) => Promise<P | null | undefined>,
): AsyncGenerator<P, void, undefined> {
  let after = start;
  while (true) {
    const page = await load(after);
    if (!page) return;
    yield page;
    const next = nextCursor(page);
    // a list whose cursor stays where it is would never end
    if (next === null || next === after) return;
    after = next;
  }
}
