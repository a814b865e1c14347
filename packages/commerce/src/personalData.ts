import { command, type Service } from '@storegraph/kit';
import { z } from 'zod';

const page = z.object({
  /** By the names that the graph has for it. What is a list goes on with the list of the next page. */
  data: z.record(z.string(), z.json()),
  /** Where to go on; null when this was the last page. */
  next: z.string().nullable(),
});
export type PersonalDataPage = z.output<typeof page>;

/** Every domain that keeps something about people takes this command: what it keeps about one of them, page by page. */
export const personalData = command({
  input: z.object({ userId: z.string(), after: z.string().nullable() }),
  output: page,
  from: ['users'],
});

const PAGE = 100;

/** One list, in the order of its ids; `read` is asked for one row more than a page has. */
export const personalList =
  <Row extends { id: string }>(
    name: string,
    read: (service: Service, asked: { userId: string; after: string; limit: number }) => Promise<Row[]>,
    toData: (row: Row) => object,
  ) =>
  async (service: Service, { userId, after }: { userId: string; after: string | null }): Promise<PersonalDataPage> => {
    const rows = await read(service, { userId, after: after ?? '', limit: PAGE + 1 });
    const shown = rows.slice(0, PAGE);
    return {
      // dates become text, as in every answer
      data: { [name]: JSON.parse(JSON.stringify(shown.map(toData))) },
      next: rows.length > PAGE ? shown.at(-1)!.id : null,
    };
  };
