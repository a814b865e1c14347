import { readFileSync } from 'node:fs';
import { EnvironmentError } from '@storegraph/kit';
import { type GraphQLField, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { parse } from 'yaml';
import { z } from 'zod';

const quota = z.strictObject({ points: z.int().min(1), seconds: z.int().min(1) });
const argumentPath = z.string().regex(/^\w+(\.\w+)*$/, 'names with dots between them, such as input.orderId');
const usual = {
  requests: { points: 6_000, seconds: 60 },
  cost: { perAddress: { points: 100_000, seconds: 60 }, perViewer: { points: 50_000, seconds: 60 } },
};

const settings = z.strictObject({
  /** Outside production every quota is so many times as large. */
  widerInDevelopment: z.int().min(1).default(1_000),
  requests: quota.default(usual.requests),
  cost: z.strictObject({ perAddress: quota, perViewer: quota }).default(usual.cost),
  operations: z
    .array(
      quota.extend({
        name: z.string().regex(/^[a-z][a-z-]*$/, 'small letters and hyphens'),
        /** Root fields of queries or mutations. */
        fields: z.array(z.string()).min(1),
        /** Counted for each value of this argument, not for each address. */
        per: argumentPath.optional(),
        /** Counts only where this argument is given. */
        given: argumentPath.optional(),
        /** Counts only where none of these headers is sent. */
        withoutHeaders: z.array(z.string().toLowerCase()).default([]),
      }),
    )
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two of them have the same name'),
});

/** What one address or one viewer may ask for in some time: see rate-limits.yaml. */
export type RateLimitSettings = z.infer<typeof settings>;

/** `file`: "" for the usual ones, "off" for none. */
export function readRateLimits(file: string, production: boolean): RateLimitSettings | undefined {
  if (file === 'off') return undefined;
  try {
    const read = settings.parse(file ? parse(readFileSync(file, 'utf8')) : {});
    return production ? read : widened(read, read.widerInDevelopment);
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new EnvironmentError(`RATE_LIMITS: ${file} cannot be used:\n${problem}`);
  }
}

function widened({ requests, cost, operations, ...others }: RateLimitSettings, times: number): RateLimitSettings {
  const widen = <Q extends z.infer<typeof quota>>(one: Q): Q => ({ ...one, points: one.points * times });
  return {
    ...others,
    requests: widen(requests),
    cost: { perAddress: widen(cost.perAddress), perViewer: widen(cost.perViewer) },
    operations: operations.map(widen),
  };
}

/** Throws when a limit is for a field or an argument that the schema does not have: it would limit nothing. */
export function checkRateLimits({ operations }: RateLimitSettings, schema: GraphQLSchema): void {
  const roots = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  const fields = new Map(Object.entries(roots));
  const unknown = operations.flatMap(({ name, fields: named, per, given }) =>
    named.flatMap((field) => {
      const definition = fields.get(field);
      if (!definition) return [`${name}: the schema has no root field "${field}"`];
      return [per, given].flatMap((path) =>
        path && !hasArgument(definition, path.split('.')) ? [`${name}: ${field} has no argument "${path}"`] : [],
      );
    }),
  );
  if (unknown.length > 0) throw new EnvironmentError(`RATE_LIMITS cannot be used:\n${unknown.join('\n')}`);
}

function hasArgument({ args }: GraphQLField<unknown, unknown>, [first, ...path]: readonly string[]): boolean {
  let type = args.find(({ name }) => name === first)?.type;
  for (const name of path) {
    const named = type && getNamedType(type);
    type = isInputObjectType(named) ? named.getFields()[name]?.type : undefined;
  }
  return type !== undefined;
}
