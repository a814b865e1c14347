export interface Names {
  /** `reviews`: the subgraph, its folder, its database and its table. */
  plural: string;
  /** `review`: the prefix of ids, and the folder of the aggregate. */
  singular: string;
  /** `Review`: the type. */
  type: string;
  Plural: string;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Throws when it cannot be the name of a subgraph. */
export function namesOf(plural: string, taken: { names: readonly string[]; graph: string }): Names {
  if (!/^[a-z]{2,29}s$/.test(plural))
    throw new Error('A subgraph is called by a plural in small letters, such as reviews');
  if (taken.names.includes(plural)) throw new Error(`There is something called ${plural} already`);
  const singular = plural
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|x|ch|sh)es$/, '')
    .replace(/(?<!s)s$/, '');
  const names = { plural, singular, type: capital(singular), Plural: capital(plural) };
  const clash = [...taken.graph.matchAll(/^(?:type|interface|enum|union|input|scalar) (\w+)|^ {2}(\w+)[(:]/gm)]
    .flatMap(([, type, field]) => type ?? field ?? [])
    .find((known) =>
      [names.type, `${names.type}Payload`, `Create${names.type}Input`, `create${names.type}`].includes(known),
    );
  if (clash) throw new Error(`The graph has a ${clash} already`);
  return names;
}

/** A template with the words of this subgraph. */
export const fill = (template: string, { plural, singular, type, Plural }: Names): string =>
  template
    .replaceAll('samples', plural)
    .replaceAll('Samples', Plural)
    .replaceAll('sample', singular)
    .replaceAll('Sample', type);
