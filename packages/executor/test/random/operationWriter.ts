import {
  type GraphQLCompositeType,
  type GraphQLField,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { usualLimits as limits } from '../../src/index.ts';
import { AWKWARD_NAMES } from './names.ts';
import type { Random } from './random.ts';
import type { GeneratorOptions } from './randomOperations.ts';
import { conflicts, merge, type Scope } from './scope.ts';
import { VariableWriter } from './variableWriter.ts';

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

/** Writes one operation. What it decides follows from its random numbers alone. */
export class OperationWriter {
  readonly variables: VariableWriter;
  private fields = 0;
  private aliases = 0;
  private readonly aliasBudget: number;
  private readonly fieldBudget: number;
  private readonly maxDepth: number;
  private readonly conditions: boolean;
  /** How many of a hundred aliases have awkward names: all at once would be a world of its own. */
  private readonly awkward: number;
  private readonly fragments: Fragment[] = [];

  constructor(
    private readonly options: GeneratorOptions,
    private readonly random: Random,
  ) {
    this.variables = new VariableWriter(options.values, options.refusedVariables ?? [], random);
    this.aliasBudget = random.below(limits.aliases + 1);
    this.fieldBudget = 5 + random.below(MAX_FIELDS);
    this.maxDepth = 3 + random.below(limits.depth - 2);
    this.conditions = random.chance(30);
    this.awkward = random.pick([0, 30, 60]);
  }

  operation(): string {
    const { random, options } = this;
    const mutation = options.schema.getMutationType();
    const kind = mutation && random.chance(options.mutationPercent ?? 0) ? 'mutation' : 'query';
    const body = kind === 'mutation' ? this.oneField() : this.selections();
    const texts = [body];
    // only what is reached may be declared
    for (let reached = 0; reached < texts.length; reached++)
      for (const fragment of this.fragments) {
        const definition = `fragment ${fragment.name} on ${fragment.type.name} ${fragment.body}`;
        if (new RegExp(`\\.\\.\\.${fragment.name}\\b`).test(texts[reached]!) && !texts.includes(definition))
          texts.push(definition);
      }
    const declared = this.variables.declarations(texts);
    const isNamed = declared || kind === 'mutation' || random.chance(70);
    const head = isNamed ? `${kind} ${random.chance(80) ? 'Random' : ''}${declared} ` : '';
    return [head + texts[0], ...texts.slice(1)].join('\n');
  }

  private selections(): string {
    const root = this.options.schema.getQueryType()!;
    return this.selectionSet(root, new Map(), this.maxDepth, 1 + this.random.below(3)).text;
  }

  private oneField(): string {
    const root = this.options.schema.getMutationType()!;
    for (;;) {
      const field = this.field(root, this.random.pick(Object.values(root.getFields())), new Map(), this.maxDepth);
      if (field) return `{ ${field.text} }`;
    }
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
      if (isAbstractType(type) && chance < 45) {
        const one = this.random.pick(this.options.schema.getPossibleTypes(type));
        add(this.inlineFragment(one, one.name, scope, depth));
      } else if (chance < 7) add(this.inlineFragment(type, type.name, scope, depth));
      else if (chance < 10) add(this.inlineFragment(type, '', scope, depth));
      else if (chance < 13) {
        const one = this.random.pick(this.overlapping(type));
        add(this.inlineFragment(one, one.name, scope, depth));
      } else if (chance < 24 || (isAbstractType(type) && chance < 60)) add(this.spread(type, scope, depth));
      else if (chance < 30) add(this.typename(scope));
      else add(this.anyField(type, scope, depth));
    }
    if (parts.length === 0) parts.push(this.typename(scope) ?? { text: this.leftOver(scope), depth: 1, aliases: 0 });
    return {
      text: `{ ${parts.map(({ text }) => text).join(' ')} }`,
      depth: Math.max(...parts.map((part) => part.depth)),
      aliases: parts.reduce((total, part) => total + part.aliases, 0),
    };
  }

  /** Types that a fragment may be on, inside of one on this type. */
  private overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const { schema } = this.options;
    const objects = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
    return Object.values(schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        other === type ||
        (isAbstractType(other) && objects.some((one) => schema.isSubType(other, one))) ||
        (isObjectType(other) && objects.includes(other)),
    );
  }

  private inlineFragment(type: GraphQLCompositeType, name: string, scope: Scope, depth: number): Selection {
    const inner = this.selectionSet(type, scope, depth, 1 + this.random.below(3));
    return { ...inner, text: `...${name && ` on ${name}`}${this.condition(15)} ${inner.text}` };
  }

  /** A fragment that there is already, where it fits, or a new one; now and then several times. */
  private spread(within: GraphQLCompositeType, scope: Scope, depth: number): Selection | undefined {
    const types = this.overlapping(within);
    const fits = this.fragments.filter(
      (one) =>
        types.includes(one.type) &&
        one.depth <= depth &&
        this.aliases + one.aliases <= this.aliasBudget &&
        !conflicts(scope, one.scope),
    );
    const type = this.random.chance(75) ? within : this.random.pick(types);
    const fragment =
      fits.length > 0 && this.random.chance(60) ? this.random.pick(fits) : this.newFragment(type, scope, depth);
    if (!fragment) return undefined;
    if (fits.includes(fragment)) this.aliases += fragment.aliases;
    merge(scope, fragment.scope);
    const { depth: deep, aliases, name } = fragment;
    const isTwice = aliases === 0 && this.random.chance(15);
    const text = `...${name}${this.condition(10)}${isTwice ? ` ...${name}${this.condition(10)}` : ''}`;
    return { text, depth: deep, aliases };
  }

  private newFragment(type: GraphQLCompositeType, scope: Scope, depth: number): Fragment | undefined {
    const own: Scope = new Map();
    const inner = this.selectionSet(type, own, depth, 1 + this.random.below(4));
    const { depth: deep, aliases } = inner;
    if (conflicts(scope, own)) return undefined;
    const define = (body: string) => {
      const fragment = { name: `${type.name}${this.fragments.length}`, type, body, scope: own, depth: deep, aliases };
      this.fragments.push(fragment);
      return fragment;
    };
    let fragment = define(inner.text);
    // each level spreads the one below it twice
    for (let levels = aliases === 0 && this.random.chance(10) ? 1 + this.random.below(4) : 0; levels > 0; levels--)
      fragment = define(`{ ...${fragment.name} ...${fragment.name} }`);
    return fragment;
  }

  private typename(scope: Scope): Selection | undefined {
    const alias = this.random.chance(20) ? this.random.pick(['kind', ...AWKWARD_NAMES]) : '__typename';
    const there = scope.get(alias);
    if (there && there.call !== '__typename') return undefined;
    if (alias !== '__typename' && (there || !this.takeAlias())) return undefined;
    scope.set(alias, { call: '__typename', type: 'String!', inner: new Map() });
    return alias === '__typename'
      ? { text: alias, depth: 1, aliases: 0 }
      : { text: `${alias}: __typename`, depth: 1, aliases: 1 };
  }

  /** A selection set needs something, even when all names are taken. */
  private leftOver(scope: Scope): string {
    if (scope.get('__typename')?.call === '__typename') return '__typename';
    const key = `left${this.fields++}`;
    scope.set(key, { call: '__typename', type: 'String!', inner: new Map() });
    return `${key}: __typename`;
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
    if (from.length === 0) return undefined;
    const chosen = this.random.pick(from);
    const field = this.field(type, chosen, scope, depth);
    if (!field || chosen.args.length === 0 || full || !this.random.chance(12)) return field;
    const again = this.field(type, chosen, scope, depth);
    if (!again) return field;
    const text = `${field.text} ${again.text}`;
    return { text, depth: Math.max(field.depth, again.depth), aliases: field.aliases + again.aliases };
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
    if (!fits(key) || this.random.chance(this.awkward > 0 ? 20 : 7)) {
      key = this.alias(parent, field.name);
      if (!fits(key) || (key !== field.name && !this.takeAlias())) return undefined;
    }
    const alias = key === field.name ? '' : `${key}: `;
    this.fields++;
    const inner = scope.get(key)?.inner ?? new Map();
    scope.set(key, { call, type, inner });
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? this.selectionSet(named, inner, depth - 1) : undefined;
    return {
      text: `${alias}${call}${this.condition(8)}${below ? ` ${below.text}` : ''}`,
      depth: 1 + (below?.depth ?? 0),
      aliases: (alias ? 1 : 0) + (below?.aliases ?? 0),
    };
  }

  /** One of its own, an awkward one, or the name of another field, which then has to take one itself. */
  private alias(parent: GraphQLCompositeType, name: string): string {
    const { random } = this;
    if (random.chance(this.awkward)) return random.pick(AWKWARD_NAMES);
    const siblings = isInterfaceType(parent) || isObjectType(parent) ? Object.keys(parent.getFields()) : [name];
    return random.chance(30) ? random.pick(siblings) : `${name}_${this.aliases}`;
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
        return ` @${name}(if: ${this.random.chance(40) ? value : this.variables.condition(value)})`;
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
        return required || wanted ? [`${argument.name}: ${this.variables.argument(argument, path, level)}`] : [];
      })
      .join(', ');
  }
}
