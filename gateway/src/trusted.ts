import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Logger, EnvironmentError } from '@storegraph/kit';
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
} from 'graphql';
import { z } from 'zod';

/** Documents of known clients by the SHA-256 of their text, as the SDK's manifest has them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());

/** Without a file there are none. */
export function readTrusted(given: string, log: Logger): TrustedDocuments {
  const file = given || fileURLToPath(new URL('../../packages/client/src/trusted.generated.json', import.meta.url));
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8')))));
  } catch (error) {
    if (given) throw new EnvironmentError(`TRUSTED_DOCUMENTS: ${file} is not a manifest (${(error as Error).message})`);
    log.warn({ file }, 'there are no trusted documents: run "pnpm generate", or set TRUSTED_DOCUMENTS');
    return new Map();
  }
}

/** Values that every variable of the document takes, for planning it without a client. */
export function sampleVariables(schema: GraphQLSchema, text: string): Record<string, unknown> {
  const [operation] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return {};
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, type }) => [
      variable.name.value,
      sampleOf(typeFromAST(schema, type as never) as GraphQLInputType),
    ]),
  );
}

function sampleOf(type: GraphQLInputType): unknown {
  if (!isNonNullType(type)) return null;
  const inner = type.ofType;
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner))
    return Object.fromEntries(Object.values(inner.getFields()).map((field) => [field.name, sampleOf(field.type)]));
  return ({ Int: 1, Float: 1, Boolean: false } as Record<string, unknown>)[inner.toString()] ?? 'sample';
}
