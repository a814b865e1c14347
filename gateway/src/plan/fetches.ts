import { NotCompiled, type PlanFetch, type PlanNode, type PlanSelection } from './planNode.ts';

/** Asks a subgraph with a ready request body. Null when the answer is not clean: then the stock executor has to look. */
export type Ask = (subgraph: string, body: string) => Promise<string | null>;

export interface Run {
  variables: Record<string, unknown>;
  data: Record<string, unknown>;
  ask: Ask;
}

/** Ends a run whose answer needs the stock executor. */
export class NotClean extends Error {}

export type Step = (run: Run) => Promise<void>;

export function compileNode(node: PlanNode): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map(compileNode);
      return async (run) => {
        for (const step of steps) await step(run);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map(compileNode);
      return async (run) => {
        await Promise.all(steps.map((step) => step(run)));
      };
    }
    case 'Fetch':
      return compileRootFetch(node);
    case 'Flatten':
      return compileEntityFetch(node.path, node.node);
    default:
      throw new NotCompiled(node.kind);
  }
}

/** The body up to the value of `variables`, and what of the client's variables goes in. */
export function compileRequest({
  operation,
  operationName,
  variableUsages = [],
  inputRewrites,
  outputRewrites,
}: PlanFetch) {
  if (inputRewrites?.length || outputRewrites?.length) throw new NotCompiled('a rewrite');
  const head = `{"query":${JSON.stringify(operation)},"operationName":${JSON.stringify(operationName ?? null)},"variables":{`;
  return (variables: Record<string, unknown>, representations?: string): string => {
    let body = head;
    let separator = '';
    for (const name of variableUsages) {
      if (variables[name] === undefined) continue;
      body += `${separator}${JSON.stringify(name)}:${JSON.stringify(variables[name])}`;
      separator = ',';
    }
    if (representations !== undefined) body += `${separator}"representations":${representations}`;
    return `${body}}}`;
  };
}

async function dataOf(text: Promise<string | null>): Promise<Record<string, any>> {
  const answer = await text;
  if (answer === null) throw new NotClean();
  return JSON.parse(answer).data;
}

function compileRootFetch(fetch: PlanFetch): Step {
  if (fetch.requires) throw new NotCompiled('a root fetch with requirements');
  const request = compileRequest(fetch);
  return async (run) => mergeInto(run.data, await dataOf(run.ask(fetch.serviceName, request(run.variables))));
}

function compileEntityFetch(path: readonly (string | number)[], fetch: PlanNode): Step {
  if (fetch.kind !== 'Fetch' || !fetch.requires) throw new NotCompiled('a nested plan');
  if (path.some((part) => typeof part !== 'string' || part.includes('|'))) throw new NotCompiled('a path with types');
  const represent = compileRepresentation(fetch.requires);
  const request = compileRequest(fetch);
  return async (run) => {
    const entities = entitiesAt(run.data, path as string[]);
    const positions = new Map<string, number>();
    const places: (number | undefined)[] = entities.map((entity) => {
      const representation = represent(entity);
      if (representation === null) return undefined;
      const known = positions.get(representation);
      if (known !== undefined) return known;
      positions.set(representation, positions.size);
      return positions.size - 1;
    });
    if (positions.size === 0) return;
    const body = request(run.variables, `[${[...positions.keys()].join(',')}]`);
    const { _entities: answers } = await dataOf(run.ask(fetch.serviceName, body));
    if (!Array.isArray(answers) || answers.length !== positions.size) throw new NotClean();
    for (const [index, entity] of entities.entries()) {
      const place = places[index];
      if (place !== undefined && answers[place]) mergeInto(entity, answers[place]);
    }
  };
}

/** The key of an entity as JSON text; null for an object of another type or without the key. */
function compileRepresentation(requires: readonly PlanSelection[]): (entity: Record<string, unknown>) => string | null {
  const keysOf = new Map<string, string[]>();
  for (const { kind, typeCondition, selections = [] } of requires) {
    if (kind !== 'InlineFragment' || !typeCondition || keysOf.has(typeCondition))
      throw new NotCompiled('a requirement of another form');
    const keys = selections.map(({ kind: of, name, selections: inner }) => {
      if (of !== 'Field' || !name || inner?.length) throw new NotCompiled('a nested requirement');
      return name;
    });
    keysOf.set(typeCondition, keys);
  }
  return (entity) => {
    const keys = keysOf.get(entity.__typename as string);
    if (!keys) return null;
    let json = '{';
    for (const key of keys) {
      if (entity[key] === undefined) throw new NotClean();
      json += `${json.length > 1 ? ',' : ''}"${key}":${JSON.stringify(entity[key])}`;
    }
    return `${json}}`;
  };
}

function entitiesAt(value: any, path: readonly string[], from = 0, found: any[] = []): Record<string, any>[] {
  if (value == null) return found;
  if (from === path.length) {
    found.push(value);
    return found;
  }
  if (path[from] === '@') for (const element of value) entitiesAt(element, path, from + 1, found);
  else entitiesAt(value[path[from]!], path, from + 1, found);
  return found;
}

/** What several fetches say of one object comes together; a later one wins over a leaf. */
function mergeInto(target: Record<string, any>, source: Record<string, any>): void {
  for (const key in source) {
    const [known, value] = [target[key], source[key]];
    if (!isObject(known) || !isObject(value)) {
      target[key] = isObject(value) ? structuredCopy(value) : value;
    } else if (Array.isArray(known) && Array.isArray(value)) {
      value.forEach((element, index) => {
        if (isObject(known[index]) && isObject(element)) mergeInto(known[index], element);
        else known[index] = element;
      });
    } else {
      mergeInto(known, value);
    }
  }
}

const isObject = (value: unknown): value is Record<string, any> => value !== null && typeof value === 'object';

/** Two places may show the same entity, and later fetches write into each. */
function structuredCopy(value: any): any {
  if (Array.isArray(value)) return value.map((element) => (isObject(element) ? structuredCopy(element) : element));
  const copy: Record<string, any> = {};
  for (const key in value) copy[key] = isObject(value[key]) ? structuredCopy(value[key]) : value[key];
  return copy;
}
