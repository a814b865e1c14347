// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text

/** One line of packages/executor/src, written wrongly. */
export interface Mistake {
  name: string;
  file: string;
  /** Is there exactly once. */
  search: string;
  replace: string;
}

/** Mistakes that executors have made, ours or others. A test of this package must fail on each. */
export const mistakes: readonly Mistake[] = [
  {
    name: 'entities are kept by operation and key, whatever the variables are',
    file: 'entityCache.ts',
    search: '${operation.head}${variables}',
    replace: '${operation.head}',
  },
  {
    name: 'an entity that changed while it was asked for is kept',
    file: 'entityCache.ts',
    search: 'tags: answer.tags, since });',
    replace: 'tags: answer.tags, since: changes.now() });',
  },
  {
    name: 'an error about entities has the index among those that were not kept',
    file: 'entityCache.ts',
    search: 'indexes[index] ?? index',
    replace: 'index',
  },
  {
    name: 'whole answers are kept by document, whatever the variables are',
    file: 'keptAnswers.ts',
    search: 'JSON.stringify([operationName, variables])',
    replace: 'JSON.stringify([operationName])',
  },
  {
    name: 'what every object inherits is merged into',
    file: 'plan/data.ts',
    search: 'const [known, value] = [own(target, key), source[key]];',
    replace: 'const [known, value] = [target[key], source[key]];',
  },
  {
    name: 'two places share one object',
    file: 'plan/data.ts',
    search: 'else set(target, key, isObject(value) ? structuredCopy(value) : value);',
    replace: 'else set(target, key, value);',
  },
  {
    name: 'null is written where none may be',
    file: 'plan/write.ts',
    search: 'if (value == null) throw new Irregular();',
    replace: "if (value == null) return 'null';",
  },
  {
    name: 'any text is a value of an enum',
    file: 'plan/leaf.ts',
    search: 'return (value) => texts.get(value);',
    replace: 'return (value) => texts.get(value) ?? JSON.stringify(value);',
  },
  {
    name: 'an object of any type may stand anywhere',
    file: 'plan/complete.ts',
    search: ' || !applies(reading.schema, declared.name, type)',
    replace: '',
  },
  {
    name: 'what failed is sent again, mutations too',
    file: 'plan/steps.ts',
    search: 'const answer = await run.ask({ operation, variables: variablesOf(variables), context });',
    replace:
      'const once = () => run.ask({ operation, variables: variablesOf(variables), context });\n    let answer = await once();\n    if (!answer.data) answer = await once();',
  },
  {
    name: 'an error has the place of the next entity',
    file: 'plan/errors.ts',
    search: 'indexes[index as number]',
    replace: 'indexes[(index as number) + 1]',
  },
  {
    name: 'conditions of a plan do not know the defaults of variables',
    file: 'plan/steps.ts',
    search: 'run.coerced[node.condition]',
    replace: 'run.variables[node.condition]',
  },
  {
    name: 'as many entities as there happen to be go to the first places',
    file: 'plan/steps.ts',
    search: '!Array.isArray(entities) || entities.length !== representations.length',
    replace: '!Array.isArray(entities)',
  },
  {
    name: 'an entity without its key is asked for',
    file: 'plan/represent.ts',
    search: '    if (value === undefined) return null;\n    json +=',
    replace: '    json +=',
  },
  {
    name: 'one entity that is not found excuses every null',
    file: 'plan/complete.ts',
    search: '(isPartial && value === undefined)',
    replace: 'isPartial',
  },
  {
    name: 'aliases hide keys from the planner',
    file: 'privateNames.ts',
    search: '(isOther && this.keys.has(name)) || ',
    replace: '',
  },
  {
    name: 'an interface object renames what stands behind it',
    file: 'plan/steps.ts',
    search: "given.has(own(entity, '__typename') as string) ? withoutTypename(entity) : entity",
    replace: 'entity',
  },
  {
    name: 'a fragment is measured as often as it is spread',
    file: 'limits.ts',
    search: '    if (measured) return measured;\n',
    replace: '',
  },
];
