import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';

/** Plausible values by argument or input field name; what is not named is made from its type. */
export type ValuePool = Record<string, readonly unknown[]>;

export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

export type Random = (below: number) => number;

/** Repeatable numbers (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const MAX_DEPTH = 7;
const MAX_FIELDS = 45;
const MAX_ALIASES = 12;

/** Valid query operations within the gateway's limits, the same for the same seed. */
export function* randomOperations(schema: GraphQLSchema, pool: ValuePool, seed: number): Generator<RandomOperation> {
  const random = randomOf(seed);
  for (;;) {
    const operation = new Writer(schema, pool, random).operation();
    if (validate(schema, parse(operation.query)).length === 0) yield operation;
  }
}

class Writer {
  private fields = 0;
  private aliases = 0;
  private readonly fragments: string[] = [];
  private readonly definitions: string[] = [];
  private readonly variables: Record<string, unknown> = {};

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pool: ValuePool,
    private readonly random: Random,
  ) {}

  operation(): RandomOperation {
    const body = this.selection(this.schema.getQueryType()!, 0, new Set(), 1 + this.random(3));
    const variables = this.definitions.length > 0 ? `(${this.definitions.join(', ')})` : '';
    return { query: [`query Q${variables} ${body}`, ...this.fragments].join('\n'), variables: this.variables };
  }

  private chance(percent: number): boolean {
    return this.random(100) < percent;
  }
  private pick<T>(list: readonly T[]): T {
    return list[this.random(list.length)]!;
  }

  private selection(type: GraphQLNamedType, depth: number, used: Set<string>, count = 2 + this.random(4)): string {
    const parts: string[] = [];
    if (isAbstractType(type)) {
      for (const one of this.schema.getPossibleTypes(type))
        if (this.chance(60)) parts.push(`... on ${one.name} ${this.selection(one, depth, new Set(used), 2)}`);
      if (isInterfaceType(type)) parts.push(...this.fieldsOf(type, depth, used, count));
    } else {
      parts.push(...this.fieldsOf(type, depth, used, count));
    }
    if (this.chance(12) || parts.length === 0) parts.push('__typename');
    return `{ ${parts.join(' ')} }`;
  }

  private fieldsOf(type: GraphQLNamedType, depth: number, used: Set<string>, count: number): string[] {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const all = Object.values(type.getFields()).filter(
      (field) => !isCompositeType(getNamedType(field.type)) || (depth < MAX_DEPTH && this.fields < MAX_FIELDS),
    );
    const parts: string[] = [];
    for (let index = 0; index < count && all.length > 0; index++) {
      const field = this.pick(all);
      const text = this.field(field, depth, used);
      if (text === null) continue;
      if (isObjectType(type) && depth > 0 && this.chance(12)) parts.push(this.inFragment(type.name, text));
      else parts.push(text);
    }
    return parts;
  }

  private inFragment(typeName: string, text: string): string {
    if (this.chance(40)) return `... { ${text} }`;
    if (this.chance(50)) return `... on ${typeName} { ${text} }`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${typeName} { ${text} }`);
    return `...${name}`;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number, used: Set<string>): string | null {
    let key = field.name;
    let label = '';
    if (used.has(key) || this.chance(8)) {
      if (this.aliases >= MAX_ALIASES) return null;
      key = `a${this.aliases++}_${field.name}`;
      label = `${key}: `;
    }
    used.add(key);
    this.fields++;
    const args = field.args.flatMap((argument) => this.argument(argument, field.name));
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.selection(named, depth + 1, new Set())}` : '';
    const directive = this.chance(2) ? ` @include(if: ${this.chance(50)})` : '';
    return `${label}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive}${inner}`;
  }

  private argument({ name, type, defaultValue }: GraphQLArgument, fieldName: string): string[] {
    const values = this.pool[`${fieldName}.${name}`] ?? this.pool[name];
    const required = isNonNullType(type) && defaultValue === undefined;
    if (!required && !this.chance(values ? 55 : 20)) return [];
    const value = values ? this.pick(values) : this.value(type);
    if (value === undefined) return [];
    if (!this.chance(45)) return [`${name}: ${literal(value, type)}`];
    const variable = `v${this.definitions.length}`;
    const fallback = this.chance(15) && !isNonNullType(type) ? ` = ${literal(value, type)}` : '';
    this.definitions.push(`$${variable}: ${type}${fallback}`);
    // with a default the variable may be left out; without it an absent one is an absent argument
    if (!(fallback && this.chance(50)) && (isNonNullType(type) || !this.chance(10))) this.variables[variable] = value;
    return [`${name}: $${variable}`];
  }

  private value(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.value(type.ofType);
    if (isListType(type)) return [this.value(type.ofType)];
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const entries = Object.values(type.getFields()).flatMap((field) => {
        if (!isNonNullType(field.type) && !this.chance(35)) return [];
        const values = this.pool[`${type.name}.${field.name}`] ?? this.pool[field.name];
        return [[field.name, values ? this.pick(values) : this.value(field.type)]];
      });
      return Object.fromEntries(entries);
    }
    switch (type.name) {
      case 'Int':
        return 1 + this.random(5);
      case 'Boolean':
        return this.chance(50);
      default:
        return `x${this.random(9)}`;
    }
  }
}

/** A value in the notation of GraphQL: enums without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (value === null) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((one) => literal(one, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(value as object).map(
      ([name, inner]) => `${name}: ${literal(inner, fields[name]!.type)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
