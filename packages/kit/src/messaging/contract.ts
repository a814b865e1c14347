import type { z } from 'zod';
import { badInput, RemoteError } from '../graph/errors.ts';
import type { Service } from '../process/service.ts';

/** An event of one service: what it carries, and who gets it. */
export interface EventOf<Schema extends z.ZodType = z.ZodType> {
  readonly service: string;
  /** Past tense, unique in the whole system. */
  readonly type: string;
  /** Whoever knows another one refuses the event, and it waits in the outbox until both sides agree. */
  readonly version: number;
  readonly schema: Schema;
  readonly to: readonly string[];
  /** Names in it that go from the outbox as soon as it was sent, such as the token of a link. */
  readonly secrets: readonly string[];
}

type DeclaredEvent<Schema extends z.ZodType = z.ZodType> = Omit<EventOf<Schema>, 'service' | 'type'>;

/** What other services may order. Idempotent by its business key: it may come again at any time. */
export interface CommandOf<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
  /** Nobody else may: a stolen key is that of one service, not of all. */
  readonly from: readonly string[];
}

export type Commands = Readonly<Record<string, CommandOf>>;

export interface CommandsOf<C extends Commands = Commands> {
  readonly name: string;
  readonly commands: C;
}

export type Contract<
  E extends Record<string, DeclaredEvent> = Record<string, DeclaredEvent>,
  C extends Commands = Commands,
> = CommandsOf<C> & { readonly events: readonly EventOf[] } & {
  readonly [Type in keyof E & string]: EventOf<E[Type]['schema']>;
};

export const event = <Schema extends z.ZodType>(
  schema: Schema,
  {
    to,
    version = 1,
    secrets = [],
  }: { to: readonly string[]; version?: number; secrets?: readonly (keyof z.output<Schema> & string)[] },
): DeclaredEvent<Schema> => ({ schema, to, version, secrets });

export const command = <Input extends z.ZodType, Output extends z.ZodType>(
  declared: CommandOf<Input, Output>,
): CommandOf<Input, Output> => declared;

/** One per subgraph, in `src/contract.ts`: all that other services may know of it. Checked by the compiler and at run time, at both ends. */
export function contract<E extends Record<string, DeclaredEvent>, C extends Commands>(
  name: string,
  { events, commands }: { events: E; commands: C },
): Contract<E, C> {
  const published = Object.entries(events).map(([type, declared]): EventOf => ({ ...declared, service: name, type }));
  const byType = Object.fromEntries(published.map((one) => [one.type, one]));
  return Object.freeze({ ...byType, name, commands, events: published }) as Contract<E, C>;
}

export type Remote<C extends Commands> = {
  [Name in keyof C]: (input: z.input<C[Name]['input']>) => Promise<z.output<C[Name]['output']>>;
};

/**
 * The commands of another service as methods. Each throws RemoteError when it does not answer, or answers something else than its
 * contract says, and DomainError when it refuses. Never within a transaction.
 */
export const remote = <C extends Commands>(
  { send }: Pick<Service, 'send'>,
  { name: to, commands }: CommandsOf<C>,
): Remote<C> =>
  Object.fromEntries(
    Object.entries(commands).map(([name, { input, output }]) => [
      name,
      async (body: unknown) => {
        const { data, error } = output.safeParse(await send(to, name, input.parse(body)));
        if (error) throw new RemoteError(to, name, { cause: error });
        return data;
      },
    ]),
  ) as Remote<C>;

export type Handlers<C extends Commands> = {
  [Name in keyof C]: (service: Service, input: z.output<C[Name]['input']>) => Promise<z.input<C[Name]['output']>>;
};

/** A command as it is received. */
export interface ReceivedCommand {
  from: readonly string[];
  run(service: Service, body: unknown): Promise<unknown>;
}
export type CommandTable = Readonly<Record<string, ReceivedCommand>>;

/** What came from another service, as the contract has it; refused by the name of the first field that is not. */
export function asDeclared<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  const issue = error?.issues[0];
  if (issue) throw badInput(issue.path.join('.'), issue.code, issue.message);
  return data as z.output<Schema>;
}

/** What a subgraph does when its commands come. */
export const handle = <C extends Commands>(
  { commands }: Pick<CommandsOf<C>, 'commands'>,
  handlers: Handlers<C>,
): CommandTable =>
  Object.fromEntries(
    Object.entries(commands).map(([name, { input, output, from }]): [string, ReceivedCommand] => {
      const run = handlers[name] as (service: Service, input: unknown) => Promise<unknown>;
      return [
        name,
        {
          from,
          async run(service, body) {
            return output.parse(await run(service, asDeclared(input, body)));
          },
        },
      ];
    }),
  );
