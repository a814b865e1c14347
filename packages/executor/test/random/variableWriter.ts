import { type GraphQLArgument, type GraphQLInputType, isNonNullType, isNullableType } from 'graphql';
import { AWKWARD_VARIABLES } from './names.ts';
import type { Random } from './random.ts';
import { chosenValue, literal, type ValuePool } from './randomValues.ts';

interface Declared {
  name: string;
  type: string;
  /** Where it stands: only places of one kind share it. */
  place: string;
  fallback?: string;
  value: unknown;
  /** A value for the second time that the document is asked. */
  other: unknown;
}

/** Left out: null is a value. */
const ABSENT = undefined;

/** Writes arguments, and the variables that they use. */
export class VariableWriter {
  private declared: Declared[] = [];

  constructor(
    private readonly pool: ValuePool,
    private readonly refused: readonly string[],
    private readonly random: Random,
  ) {}

  argument({ type, defaultValue }: GraphQLArgument, path: string[], level: number): string {
    const { random } = this;
    const choose = () => chosenValue(type, path, level, this.pool, random);
    const value = choose();
    if (random.chance(45)) return this.written(value, type, path);
    const bare = isNonNullType(type) ? String(type.ofType) : String(type);
    const nullable = isNullableType(type);
    const fallback = random.chance(30) ? literal(choose(), type) : undefined;
    // a nullable variable fits a non-null place when one of both has a default; null is then told at run time
    const relaxed = nullable || defaultValue !== undefined || (fallback !== undefined && fallback !== 'null');
    const declared = relaxed && random.chance(85) ? bare : `${bare}!`;
    const mayBeNull = !declared.endsWith('!');
    const hasDefault = fallback !== undefined && (mayBeNull || fallback !== 'null');
    const given = (): unknown => {
      if ((hasDefault || mayBeNull) && random.chance(25)) return ABSENT;
      if (mayBeNull && random.chance(nullable ? 12 : 3)) return null;
      const chosen = random.chance(50) ? value : choose();
      return chosen === null && !mayBeNull ? this.notNull(type, path, level) : chosen;
    };
    return this.declare(declared, path.join('.'), given, hasDefault ? fallback : undefined);
  }

  /** For @skip and @include. */
  condition(value: boolean): string {
    const { random } = this;
    const fallback = random.chance(40) ? String(random.chance(70) ? value : !value) : undefined;
    const type = fallback !== undefined && random.chance(50) ? 'Boolean' : 'Boolean!';
    const given = () => {
      if (fallback !== undefined && random.chance(40)) return ABSENT;
      if (type === 'Boolean' && random.chance(4)) return null;
      return random.chance(70) ? value : !value;
    };
    return this.declare(type, 'condition', given, fallback);
  }

  /** Declarations of those that the texts use. */
  declarations(texts: readonly string[]): string {
    const used = new Set(texts.join('\n').match(/\$\w+/g));
    this.declared = this.declared.filter(({ name }) => used.has(`$${name}`));
    const each = this.declared.map(
      ({ name, type, fallback }) => `$${name}: ${type}${fallback === undefined ? '' : ` = ${fallback}`}`,
    );
    return each.length > 0 ? `(${each.join(', ')})` : '';
  }

  values(): Record<string, unknown> {
    return this.chosen(({ value }) => value);
  }

  otherValues(): Record<string, unknown> {
    return this.chosen(({ other }) => other);
  }

  private chosen(of: (declared: Declared) => unknown): Record<string, unknown> {
    const entries = this.declared.map((declared) => [declared.name, of(declared)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== ABSENT));
  }

  private notNull(type: GraphQLInputType, path: string[], level: number): unknown {
    for (;;) {
      const value = chosenValue(type, path, level, this.pool, this.random);
      if (value !== null) return value;
    }
  }

  /** A literal; single values inside of an input object may come from variables. */
  private written(value: unknown, type: GraphQLInputType, path: string[]): string {
    return literal(value, type, (inner, innerType, name) => {
      if (inner === null || !this.random.chance(20)) return undefined;
      return this.declare(String(innerType), [...path, name].join('.'), () => inner);
    });
  }

  /** Variables for the same place and of the same type are shared sometimes. */
  private declare(type: string, place: string, given: () => unknown, fallback?: string): string {
    const { random, declared } = this;
    const known = declared.find((one) => one.type === type && one.place === place);
    if (known && random.chance(50)) return `$${known.name}`;
    const awkward = random.pick(AWKWARD_VARIABLES);
    const isFree = !this.refused.includes(awkward) && declared.every(({ name }) => name !== awkward);
    const name = isFree && random.chance(15) ? awkward : `v${declared.length}`;
    declared.push({ name, type, place, fallback, value: given(), other: given() });
    return `$${name}`;
  }
}
