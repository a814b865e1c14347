import type { z } from 'zod';
import type { Service } from '../process/service.ts';
import { badInput } from '../graph/errors.ts';

/** A command that other services send. Idempotent by its business key. */
export type CommandHandler = (service: Service, input: unknown) => Promise<unknown>;

export const command =
  <Schema extends z.ZodType, Output>(
    schema: Schema,
    run: (service: Service, input: z.infer<Schema>) => Promise<Output>,
  ): CommandHandler =>
  async (service, input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw badInput(issue!.path.join('.'), issue!.code, issue!.message);
    }
    return run(service, parsed.data);
  };
