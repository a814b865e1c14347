import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isNullableType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { costOf, problemsOf, usualLimits as limits } from '@storegraph/executor';
import { chosenValue, literal, type ValuePool } from './randomValues.ts';
import { Random } from './random.ts';
import { conflicts, merge, type Scope } from './scope.ts';

export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

export interface GeneratorOptions {
  schema: GraphQLSchema;
  seed: number;
  /** Plausible and odd values; what is not named is made from its type. */
  values: ValuePool;
  /** Arguments of which one is given, mostly: `{ 'Query.product': ['slug', 'id'] }`. */
  alternatives?: Record<string, readonly string[]>;
  /** Fields that are never the same twice. */
  leftOut?: readonly string[];
}

interface Fragment {
  name: string;
  type: GraphQLCompositeType;
  body: string;
  scope: Scope;
  depth: number;
  aliases: number;
}

interface Selection {
  text: string;
  depth: number;
  aliases: number;
}

const MAX_FIELDS = 60;

/** In percent. Both ways of paging at once are an error. */
const HOW_OFTEN: Record<string, number> = { first: 80, after: 12, last: 4, before: 3 };

/** Valid query operations within the gateway's limits. The same options give the same operations. */
export function* randomOperations(options: GeneratorOptions): Generator<RandomOperation, never> {
  for (let index = 0; ; index++) yield randomOperation(options, index);
}

/** Every operation has numbers of its own, so that one can be repeated by seed and index alone. */
export function randomOperation(options: GeneratorOptions, index: number): RandomOperation {
  for (let attempt = 0; ; attempt++) {
    const random = new Random(options.seed * 1_000_003 + index * 101 + attempt);
    const operation = new OperationWriter(options, random).operation();
    const document = parse(operation.query);
    const invalid = validate(options.schema, document);
    if (invalid.length > 0)
      throw new Error(`Operation ${index} is not valid: ${invalid[0]!.message}\n${operation.query}`);
    if ((document.tokenCount ?? 0) > limits.tokens || problemsOf(document, limits).length > 0) continue;
    if (costOf(options.schema, document, operation.variables) <= limits.cost) return operation;
  }
}

class OperationWriter {
  private fields = 0;
  private aliases = 0;
  private readonly aliasBudget: number;
  private readonly fieldBudget: number;
  private readonly maxDepth: number;
  private readonly conditions: boolean;
  private readonly fragments: Fragment[] = [];
  private readonly definitions = new Map<string, { type: string; text: string; key: string }>();
  private readonly variables: Record<string, unknown> = {};

  constructor(
    private readonly options: GeneratorOptions,
    private readonly random: Random,
  ) {
    this.aliasBudget = random.below(limits.aliases + 1);
    this.fieldBudget = 5 + random.below(MAX_FIELDS);
    this.maxDepth = 3 + random.below(limits.depth - 2);
    this.conditions = random.chance(30);
  }

  operation(): RandomOperation {
    const { random } = this;
    const root = this.options.schema.getQueryType()!;
    const body = this.selectionSet(root, new Map(), this.maxDepth, 1 + random.below(3)).text;
    const texts = [body];
    // only what is reached may be declared
    for (let reached = 0; reached < texts.length; reached++)
      for (const fragment of this.fragments) {
        const definition = `fragment ${fragment.name} on ${fragment.type.name} ${fragment.body}`;
        if (new RegExp(`\\.\\.\\.${fragment.name}\\b`).test(texts[reached]!) && !texts.includes(definition))
          texts.push(definition);
      }
    const used = new Set(texts.join('\n').match(/\$\w+/g));
    const definitions = [...this.definitions].filter(([name]) => used.has(`$${name}`));
    const declared = definitions.length > 0 ? `(${definitions.map(([, { text }]) => text).join(', ')})` : '';
    const head = declared || random.chance(70) ? `query ${random.chance(80) ? 'Random' : ''}${declared} ` : '';
    return {
      query: [head + texts[0], ...texts.slice(1)].join('\n'),
      variables: Object.fromEntries(
        definitions.flatMap(([name]) => (name in this.variables ? [[name, this.variables[name]]] : [])),
      ),
    };
  }

  private selectionSet(
    type: GraphQLCompositeType,
    scope: Scope,
    depth: number,
    count = 1 + this.random.below(5),
  ): Selection {
    const parts: Selection[] = [];
    const add = (part: Selection | undefined) => part && parts.push(part);
    for (let index = 0; index < count; index++) {
      const chance = this.random.below(100);
      if (isAbstractType(type) && chance < 55) {
        const one = this.random.pick(this.options.schema.getPossibleTypes(type));
        add(this.inlineFragment(one, one.name, scope, depth));
      } else if (chance < 7) add(this.inlineFragment(type, type.name, scope, depth));
      else if (chance < 10) add(this.inlineFragment(type, '', scope, depth));
      else if (chance < 19) add(this.spread(type, scope, depth));
      else if (chance < 25) add(this.typename(scope));
      else add(this.anyField(type, scope, depth));
    }
    if (parts.length === 0) parts.push(this.typename(scope));
    return {
      text: `{ ${parts.map(({ text }) => text).join(' ')} }`,
      depth: Math.max(...parts.map((part) => part.depth)),
      aliases: parts.reduce((total, part) => total + part.aliases, 0),
    };
  }

  private inlineFragment(type: GraphQLCompositeType, name: string, scope: Scope, depth: number): Selection {
    const inner = this.selectionSet(type, scope, depth, 1 + this.random.below(3));
    return { ...inner, text: `...${name && ` on ${name}`}${this.condition(15)} ${inner.text}` };
  }

  /** A fragment that there is already, where it fits, or a new one. */
  private spread(type: GraphQLCompositeType, scope: Scope, depth: number): Selection | undefined {
    const fits = this.fragments.filter(
      (one) =>
        one.type === type &&
        one.depth <= depth &&
        this.aliases + one.aliases <= this.aliasBudget &&
        !conflicts(scope, one.scope),
    );
    const fragment =
      fits.length > 0 && this.random.chance(60) ? this.random.pick(fits) : this.newFragment(type, scope, depth);
    if (!fragment) return undefined;
    if (fits.includes(fragment)) this.aliases += fragment.aliases;
    merge(scope, fragment.scope);
    const { depth: deep, aliases } = fragment;
    return { text: `...${fragment.name}${this.condition(10)}`, depth: deep, aliases };
  }

  private newFragment(type: GraphQLCompositeType, scope: Scope, depth: number): Fragment | undefined {
    const own: Scope = new Map();
    const inner = this.selectionSet(type, own, depth, 1 + this.random.below(4));
    const name = `${type.name}${this.fragments.length}`;
    const fragment = { name, type, body: inner.text, scope: own, depth: inner.depth, aliases: inner.aliases };
    if (conflicts(scope, own)) return undefined;
    this.fragments.push(fragment);
    return fragment;
  }

  private typename(scope: Scope): Selection {
    const alias = this.random.chance(20) && !scope.has('kind') && this.takeAlias();
    const key = alias ? 'kind' : '__typename';
    scope.set(key, { call: '__typename', type: 'String!', inner: new Map() });
    return { text: alias ? 'kind: __typename' : '__typename', depth: 1, aliases: alias ? 1 : 0 };
  }

  private anyField(type: GraphQLCompositeType, scope: Scope, depth: number): Selection | undefined {
    if (isUnionType(type)) return this.typename(scope);
    const full = this.fields >= this.fieldBudget;
    const fields = Object.values(type.getFields()).filter(
      (field) => !this.options.leftOut?.includes(`${type.name}.${field.name}`),
    );
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const branches = depth > 1 && !full ? fields.filter((field) => !leaves.includes(field)) : [];
    // half and half: otherwise most of an operation would be scalars
    const from = branches.length > 0 && (leaves.length === 0 || this.random.chance(50)) ? branches : leaves;
    return from.length > 0 ? this.field(type, this.random.pick(from), scope, depth) : undefined;
  }

  private field(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    scope: Scope,
    depth: number,
  ): Selection | undefined {
    const args = this.arguments(parent, field, this.maxDepth - depth);
    const call = `${field.name}${args && `(${args})`}`;
    const type = String(field.type);
    const fits = (key: string) => {
      const there = scope.get(key);
      return !there || (there.call === call && there.type === type);
    };
    let key = field.name;
    if (!fits(key) || this.random.chance(7)) {
      // an alias may be the name of another field, which then has to take one itself
      const siblings = isUnionType(parent) ? [] : Object.keys(parent.getFields());
      key = this.random.chance(30) ? this.random.pick(siblings) : `${field.name}_${this.aliases}`;
      if (!fits(key) || (key !== field.name && !this.takeAlias())) return undefined;
    }
    const alias = key === field.name ? '' : `${key}: `;
    this.fields++;
    const inner = scope.get(key)?.inner ?? new Map();
    scope.set(key, { call, type, inner });
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? this.selectionSet(named, inner, depth - 1) : undefined;
    return {
      text: `${alias}${call}${this.condition(4)}${below ? ` ${below.text}` : ''}`,
      depth: 1 + (below?.depth ?? 0),
      aliases: (alias ? 1 : 0) + (below?.aliases ?? 0),
    };
  }

  private takeAlias(): boolean {
    if (this.aliases >= this.aliasBudget) return false;
    this.aliases++;
    return true;
  }

  private condition(percent: number): string {
    if (!this.conditions || !this.random.chance(percent)) return '';
    const directives = this.random.chance(85) ? [this.random.pick(['include', 'skip'])] : ['include', 'skip'];
    return directives
      .map((name) => {
        const value = this.random.chance(name === 'include' ? 75 : 25);
        if (this.random.chance(40)) return ` @${name}(if: ${value})`;
        const variable = this.declare(
          'Boolean!',
          'Boolean!',
          value,
          this.random.chance(30) ? String(value) : undefined,
        );
        return ` @${name}(if: $${variable})`;
      })
      .join('');
  }

  private arguments(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, level: number): string {
    const alternatives = this.options.alternatives?.[`${parent.name}.${field.name}`] ?? [];
    const only = this.random.chance(93) ? this.random.pick([...alternatives, '']) || alternatives[0] : undefined;
    return field.args
      .flatMap((argument) => {
        const path = [parent.name, field.name, argument.name];
        const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
        const wanted = alternatives.includes(argument.name)
          ? only === argument.name || (only === undefined && this.random.chance(50))
          : this.random.chance(HOW_OFTEN[argument.name] ?? 22);
        return required || wanted ? [`${argument.name}: ${this.argument(argument, path, level)}`] : [];
      })
      .join(', ');
  }

  private argument({ type, defaultValue }: GraphQLArgument, path: string[], level: number): string {
    const { random } = this;
    const value = chosenValue(type, path, level, this.options.values, random);
    if (random.chance(45)) return this.written(value, type, path);
    const bare = isNonNullType(type) ? String(type.ofType) : String(type);
    const nullable = isNullableType(type);
    const fallback = random.chance(25)
      ? literal(chosenValue(type, path, level, this.options.values, random), type)
      : undefined;
    // a nullable variable fits a non-null place when one of both has a default; null is then told at run time
    const relaxed = nullable || defaultValue !== undefined || (fallback !== undefined && fallback !== 'null');
    const declared = relaxed && random.chance(85) ? bare : `${bare}!`;
    if (fallback === 'null' && declared.endsWith('!')) return `$${this.declare(declared, path.join('.'), value)}`;
    const absent = (fallback !== undefined || !declared.endsWith('!')) && random.chance(25);
    const given = absent ? undefined : !declared.endsWith('!') && random.chance(nullable ? 8 : 2) ? null : value;
    const safe = given === null || value !== null || !declared.endsWith('!') ? given : undefined;
    return `$${this.declare(declared, path.join('.'), safe, fallback)}`;
  }

  /** A literal; single values inside of an input object may come from variables. */
  private written(value: unknown, type: GraphQLInputType, path: string[]): string {
    return literal(value, type, (inner, innerType, name) => {
      if (inner === null || !this.random.chance(20)) return undefined;
      return `$${this.declare(String(innerType), [...path, name].join('.'), inner)}`;
    });
  }

  /** Variables for the same place and of the same type are shared sometimes. */
  private declare(type: string, key: string, value: unknown, fallback?: string): string {
    for (const [name, known] of this.definitions)
      if (known.type === type && known.key === key && this.random.chance(50)) return name;
    const name = `v${this.definitions.size}`;
    this.definitions.set(name, {
      type,
      key,
      text: `$${name}: ${type}${fallback === undefined ? '' : ` = ${fallback}`}`,
    });
    if (value !== undefined) this.variables[name] = value;
    return name;
  }
}
