import {
  type DirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeNode,
} from 'graphql';

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * The fields of a composed schema that would take more with them than themselves when a subgraph is down, each with the reason:
 * root fields of Query, fields that a subgraph adds to another's entity, and fields that show another's entity.
 */
export function unsafeFields(supergraphSdl: string): string[] {
  const types = parse(supergraphSdl).definitions.filter(
    (node): node is Composite =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const owners = new Map(types.map((type) => [type.name.value, ownerOf(type)]));
  return types.flatMap((type) =>
    (type.fields ?? []).flatMap((field) => {
      const reason = reasonAgainst(type, field, owners);
      return reason ? [`${type.name.value}.${field.name.value}: ${print(field.type)} ${reason}`] : [];
    }),
  );
}

function reasonAgainst(
  type: Composite,
  field: FieldDefinitionNode,
  owners: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const required = field.type.kind === Kind.NON_NULL_TYPE;
  if (type.name.value === 'Mutation') return undefined; // there is one of them per operation
  if (type.name.value === 'Query') return required ? 'is a root field' : undefined;
  const subgraphs = answering(type, field);
  const owner = owners.get(type.name.value);
  const contributor = subgraphs.find((subgraph) => owner && subgraph !== owner);
  if (contributor && subgraphs.length === 1 && required) return `is added by ${contributor} to what ${owner} owns`;
  const shown = owners.get(namedType(field.type));
  if (shown && subgraphs.some((subgraph) => subgraph !== shown) && requiredAnywhere(field.type))
    return `shows what ${shown} owns, and not ${subgraphs.filter((subgraph) => subgraph !== shown).join(', ')}`;
  return undefined;
}

/** Entities only: whoever answers most of its fields. */
function ownerOf(type: Composite): string | undefined {
  const places = directives(type, 'join__type');
  if (type.name.value === 'Query' || !places.some((place) => argument(place, 'key'))) return undefined;
  const count = (subgraph: string) =>
    (type.fields ?? []).filter((field) => answering(type, field).includes(subgraph)).length;
  return places.map((place) => argument(place, 'graph')!).sort((one, other) => count(other) - count(one))[0];
}

/** The subgraphs that answer a field: all that know its type, unless it says which. */
function answering(type: Composite, field: FieldDefinitionNode): string[] {
  const named = directives(field, 'join__field').filter((place) => argument(place, 'external') !== 'true');
  const own = named.flatMap((place) => argument(place, 'graph') ?? []);
  return [...new Set(own.length > 0 ? own : directives(type, 'join__type').map((place) => argument(place, 'graph')!))];
}

const directives = (node: { directives?: readonly DirectiveNode[] }, name: string): DirectiveNode[] =>
  (node.directives ?? []).filter((directive) => directive.name.value === name);

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const requiredAnywhere = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE || (type.kind === Kind.LIST_TYPE && requiredAnywhere(type.type));
