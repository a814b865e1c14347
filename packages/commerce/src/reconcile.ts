import { command, OPERATOR, type Service } from '@storegraph/kit';
import { z } from 'zod';

/** Something that is not as it should be, and that reconciling mends. */
const finding = z.object({
  kind: z.string(),
  /** Id of what it is about. */
  subject: z.string(),
  orderId: z.string().nullable(),
  /** For people. */
  message: z.string(),
  /** ISO 8601. */
  since: z.string(),
});
export type Finding<Kind extends string = string> = z.output<typeof finding> & { kind: Kind };

/** Every domain that reconciles takes this command: looks only, or mends as well. */
export const reconcile = command({
  input: z.object({ fix: z.boolean() }),
  output: z.object({ findings: z.array(finding) }),
  from: [OPERATOR],
});

/** `find` changes nothing; `fix` finds and mends. */
export const reconciling =
  (find: (service: Service) => Promise<Finding[]>, fix: (service: Service) => Promise<Finding[]>) =>
  async (service: Service, input: { fix: boolean }): Promise<{ findings: Finding[] }> => ({
    findings: await (input.fix ? fix : find)(service),
  });
