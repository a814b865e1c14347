import { z } from 'zod';
import { type CommandHandler, command } from './command.ts';
import type { Service } from '../process/service.ts';

/** Something that is not as it should be, and that reconciling mends. */
export interface Finding<Kind extends string = string> {
  kind: Kind;
  /** Id of what it is about. */
  subject: string;
  orderId: string | null;
  /** For people. */
  message: string;
  /** ISO 8601. */
  since: string;
}

/** Every domain that reconciles takes this command. */
export interface ReconcileCommands {
  reconcile(input: { fix: boolean }): Promise<{ findings: Finding[] }>;
}

/** `find` changes nothing; `fix` finds and mends. */
export const reconcileCommand = (
  find: (service: Service) => Promise<Finding[]>,
  fix: (service: Service) => Promise<Finding[]>,
): CommandHandler =>
  command(z.object({ fix: z.boolean() }), async (service, input) => ({
    findings: await (input.fix ? fix : find)(service),
  }));
