import { type SubgraphAnswer, type SubgraphError, type SubgraphRequest, unanswered } from '../../src/index.ts';
import { Random, seedOf } from '../random/random.ts';
import type { Subgraphs } from './randomSubgraphs.ts';

/**
 * What subgraphs get wrong. `survived`: what Apollo's executor has an answer for. `anything`: also what it gives no answer at all
 * for (a list where none is, an object or a leaf where a list is), what it loses (an entity that is no object ends the merging of
 * those after it; the index or the field of an error) and what it lets pass (types that cannot stand there).
 */
export type Wrongness = 'survived' | 'anything';

/**
 * Subgraphs that lie. What is wrong with an entity depends on its representation, what is wrong with an answer on what was asked:
 * so it is the same for every link, however it batches. `query`: what the client asked.
 */
export const withWrongAnswers = (
  subgraphs: Subgraphs,
  { seed, wrongness, query }: { seed: number; wrongness: Wrongness; query: string },
): Subgraphs => {
  const lies = new Lies(wrongness, query);
  return (request) => {
    const { operation, representations } = request;
    const random = new Random(seedOf(`${seed} ${operation.head}`));
    if (random.chance(5)) return unanswered(request, { message: 'away', extensions: { code: 'SERVICE_UNAVAILABLE' } });
    const { data, errors, tags } = subgraphs(request);
    const wrong =
      data && representations
        ? { _entities: lies.entities(data._entities as unknown[], representations, seed, random) }
        : data && lies.object(data, random);
    const wrongErrors = random.chance(20) ? lies.errors(request, random) : [];
    const answer = {
      data: random.chance(4) ? random.pick([null, {}]) : wrong,
      errors: [...errors, ...wrongErrors],
      tags: wrongErrors.length > 0 ? null : tags,
    };
    return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer;
  };
};

type Data = Record<string, unknown>;
type Path = readonly (string | number)[];

const LEAVES: readonly unknown[] = [
  null,
  7,
  1.5,
  -3,
  2 ** 40,
  true,
  false,
  '',
  'text',
  'FORBIDDEN',
  '7',
  [],
  [1],
  {},
  { a: 1 },
];
const TYPES: readonly unknown[] = ['Nothing', 'Draft', 'Vault', 'String', 'toString', '__proto__'];
const OTHER_TYPES: readonly unknown[] = [
  undefined,
  null,
  'Query',
  'Work',
  'Person',
  'Product',
  'UserError',
  7,
  '',
  {},
  ['Book'],
];
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

class Lies {
  private readonly isAnything: boolean;

  /** Names that nobody asked for; of what was asked for they would be another value. */
  private readonly unasked: readonly string[];

  constructor(wrongness: Wrongness, query: string) {
    this.isAnything = wrongness === 'anything';
    this.unasked = INHERITED.filter((name) => this.isAnything || !query.includes(name));
  }

  entities(entities: readonly unknown[], representations: readonly string[], seed: number, random: Random): unknown {
    const wrong = entities.map((entity, index) => {
      const own = new Random(seedOf(`${seed} ${representations[index]}`));
      if (own.chance(5)) return own.pick<unknown>(this.isAnything ? [null, 'text', 7, [], {}] : [null, [], {}]);
      return this.value(entity, own);
    });
    if (!random.chance(6)) return wrong;
    return random.pick<unknown>([
      undefined,
      null,
      {},
      'text',
      [],
      wrong.slice(1),
      [...wrong, null],
      [...wrong, ...wrong],
    ]);
  }

  object(object: Data, random: Random): Data {
    const wrong: Data = Object.create(null);
    for (const [key, value] of Object.entries(object)) {
      if (random.chance(3) && (key !== '__typename' || this.isAnything)) continue;
      wrong[key] = key === '__typename' ? this.typename(value, random) : this.field(value, random);
    }
    if (random.chance(5) && this.unasked.length > 0)
      wrong[random.pick(this.unasked)] = random.pick<unknown>([{ polluted: true }, null, 'text', [{ polluted: true }]]);
    return wrong;
  }

  errors({ operation, representations }: SubgraphRequest<unknown>, random: Random): SubgraphError[] {
    const paths = representations
      ? this.pathsOfEntities(operation.fields[0]!, representations.length, random)
      : this.pathsOfRoot(operation.fields[0]!);
    return Array.from({ length: 1 + random.below(2) }, (_, number) => {
      const path = random.pick(paths);
      const extensions = random.chance(70) && { extensions: { code: 'BROKEN' } };
      return { message: `wrong ${number}`, ...(path && { path }), ...extensions };
    });
  }

  private pathsOfRoot(field: string): readonly (Path | undefined)[] {
    const known: Path[] = [[field], [field, 0, 'nothing'], ['nothing'], ['__proto__', 'constructor']];
    return this.isAnything ? [...known, undefined, [], [-1], [field, 0.5]] : known;
  }

  private pathsOfEntities(field: string, count: number, random: Random): readonly (Path | undefined)[] {
    const index = random.below(count);
    const known: Path[] = [
      ['_entities', index],
      ['_entities', index, field],
      ['_entities', index, 'nothing', 3],
    ];
    if (!this.isAnything) return known;
    return [
      ...known,
      undefined,
      [],
      ['_entities'],
      [field],
      ['_entities', count, field],
      ['_entities', -1],
      ['_entities', 0.5, field],
    ];
  }

  private value(value: unknown, random: Random): unknown {
    if (Array.isArray(value)) return this.list(value, random);
    if (value !== null && typeof value === 'object') return this.object(value as Data, random);
    return (value !== null || this.isAnything) && random.chance(3) ? random.pick(LEAVES) : value;
  }

  private list(list: readonly unknown[], random: Random): unknown {
    const wrong = list.map((element) => this.value(element, random));
    if (!random.chance(5)) return wrong;
    const others = [null, [], wrong.slice(1), [...wrong, null], [...wrong, ...wrong]];
    if (!this.isAnything) return random.pick(others);
    return random.pick<unknown>([...others, {}, 'text', 7, [wrong], { 0: wrong[0], length: 1 }]);
  }

  private field(value: unknown, random: Random): unknown {
    if (value === null || typeof value !== 'object' || !random.chance(2)) return this.value(value, random);
    return this.isAnything ? random.pick(LEAVES) : null;
  }

  private typename(value: unknown, random: Random): unknown {
    if (!random.chance(4)) return value;
    return random.pick(this.isAnything ? [...TYPES, ...OTHER_TYPES] : TYPES);
  }
}
