/** Names that mean something to an object of JavaScript, to federation or to GraphQL, and nothing in a document. */
export const AWKWARD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'representations',
  '_entities',
  '_0',
  'id',
  '__typename',
  '__typename_',
  '__type',
  'data',
  'errors',
  'length',
  'then',
  'private__id',
] as const;

/** Of variables: fetches have one called representations, so that a client may not. */
export const AWKWARD_VARIABLES: readonly string[] = AWKWARD_NAMES.filter((name) => name !== 'representations');
