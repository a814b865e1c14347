import { type DocumentNode, type FieldNode, Kind, parse, type StringValueNode, visit } from 'graphql';

const PREFIX = 'private__';

/**
 * A query planner merges fields by the name that the answer gives them. So an alias with the name of a key would hide the key
 * that the next fetch goes by, and a field with other arguments the one that a `@requires` asks for: the answer would be wrong
 * and say nothing of it. Such fields get a name of our own before planning, and their own name back in the answer.
 */
export class PrivateNames {
  private readonly keys = new Set(['__typename']);
  /** Fields that a `@requires` asks for with arguments. */
  private readonly withArguments = new Set<string>();

  constructor(supergraphSdl: string) {
    visit(parse(supergraphSdl), {
      Directive: ({ name, arguments: given = [] }) => {
        if (name.value !== 'join__type' && name.value !== 'join__field') return;
        for (const argument of given)
          if (['key', 'requires', 'provides'].includes(argument.name.value))
            this.read((argument.value as StringValueNode).value);
      },
    });
  }

  private read(fieldSet: string): void {
    visit(parse(`{${fieldSet}}`), {
      Field: (field) => {
        this.keys.add(field.name.value);
        if (field.arguments?.length) this.withArguments.add(field.name.value);
      },
    });
  }

  /** The document for the planner: the same one, where nothing has to be hidden. */
  hide(document: DocumentNode): DocumentNode {
    return visit(document, {
      Field: (field) => {
        const name = nameOf(field);
        return this.needsHiding(field, name)
          ? { ...field, alias: { kind: Kind.NAME, value: `${PREFIX}${name}` } as const }
          : undefined;
      },
    });
  }

  private needsHiding(field: FieldNode, name: string): boolean {
    const isOther = name !== field.name.value || Boolean(field.arguments?.length);
    return (isOther && this.keys.has(name)) || this.withArguments.has(name) || name.startsWith(PREFIX);
  }
}

const nameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** What the client calls it. */
export const publicName = <Key extends string | number>(key: Key): Key | string =>
  typeof key === 'string' && key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;

/** The same data with the names that the client gave. */
export function withPublicNames<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPublicNames) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [publicName(key), withPublicNames(inner)]);
  return Object.fromEntries(entries) as T;
}

/** `resolvable` keys first: the planner goes by the first key of a type that it finds. */
export function withUsableKeysFirst(supergraphSdl: string): DocumentNode {
  return visit(parse(supergraphSdl), {
    enter(node) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return undefined;
      const { directives = [] } = node;
      const unusable = directives.filter(isUnusable);
      if (unusable.length === 0 || unusable.length === directives.length) return undefined;
      return { ...node, directives: [...directives.filter((directive) => !isUnusable(directive)), ...unusable] };
    },
  });
}

const isUnusable = ({ name, arguments: given = [] }: NonNullable<FieldNode['directives']>[number]): boolean =>
  name.value === 'join__type' &&
  given.some(
    ({ name: of, value }) => of.value === 'resolvable' && value.kind === Kind.BOOLEAN && value.value === false,
  );
