// A plugin of graphql-codegen: writes every operation as its text and the hash of it, so that nothing parses or prints at run time.
import { createHash } from 'node:crypto';
import {
  concatAST,
  type DocumentNode,
  type GraphQLSchema,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  print,
  separateOperations,
} from 'graphql';

/** What codegen hands over: the files of operations, parsed. */
interface DocumentFile {
  document?: DocumentNode;
}

const pascalCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function writeOperation([name, document]: [string, DocumentNode]): string {
  // fragments after what uses them: the operation is what people look for in a log
  const definitions = document.definitions.toSorted((one, other) => rank(one.kind) - rank(other.kind));
  const source = print({ ...document, definitions });
  const { operation } = definitions[0] as OperationDefinitionNode;
  const types = `${name}${pascalCase(operation)}, ${name}${pascalCase(operation)}Variables`;
  const hash = createHash('sha256').update(source).digest('hex');
  const fields = { name, kind: operation, hash, source };
  return `export const ${name}Document: ShopDocument<${types}> = ${JSON.stringify(fields, null, 2)};`;
}

const rank = (kind: Kind): number => (kind === Kind.OPERATION_DEFINITION ? 0 : 1);

/** Which types an interface or a union stands for: caches of other clients want to know. */
function writePossibleTypes(schema: GraphQLSchema): string {
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isInterfaceType(type) || isUnionType(type));
  const possible = abstract
    .filter(({ name }) => !name.startsWith('__'))
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)] as const);
  return [
    '/** The types that an interface or a union stands for, as caches of other clients want to have them. */',
    `export const possibleTypes: Record<${possible.map(([name]) => `'${name}'`).join(' | ')}, string[]> = ${JSON.stringify(Object.fromEntries(possible), null, 2)};`,
  ].join('\n');
}

/** The id is that of a tariff; what it costs depends on the cart. */
const SAME_ID_OTHER_VALUES = new Set(['ShippingOption']);

/** Which types a cache keeps as part of what they belong to, because no id tells one from another. */
function writeEmbeddedTypes(schema: GraphQLSchema): string {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const embedded = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !roots.includes(type) && !type.name.startsWith('__'))
    .filter((type) => SAME_ID_OTHER_VALUES.has(type.name) || !isNonNullType(type.getFields().id?.type))
    .map(({ name }) => name);
  return [
    '/** The types that caches of other clients keep inside of what they belong to: no id tells one from another. */',
    `export const embeddedTypes: string[] = ${JSON.stringify(embedded, null, 2)};`,
  ].join('\n');
}

export function plugin(schema: GraphQLSchema, files: DocumentFile[]): { prepend: string[]; content: string } {
  const operations = Object.entries(separateOperations(concatAST(files.flatMap(({ document }) => document ?? []))));
  return {
    prepend: ["import type { ShopDocument } from './document.ts';\n"],
    content: [writePossibleTypes(schema), writeEmbeddedTypes(schema), ...operations.map(writeOperation)].join('\n\n'),
  };
}
