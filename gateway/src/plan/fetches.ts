import { createHash } from 'node:crypto';
import type { Entity, KeptEntities } from '../cache/entityCache.ts';
import { NotCompiled, type PlanFetch, type PlanNode, type PlanSelection } from './planNode.ts';

export interface CleanAnswer {
  text: string;
  /** What it shows, when it is public; otherwise null. */
  tags: readonly string[] | null;
}

/** Asks a subgraph with a ready request body. Null when the answer is not clean: then the stock executor has to look. */
export type Ask = (subgraph: string, body: string) => Promise<CleanAnswer | null>;

export interface Run {
  variables: Record<string, unknown>;
  ask: Ask;
  entities?: KeptEntities;
  /** What all answers together show; null when one of them is not public. */
  tags: Set<string> | null;
}

export interface MergingRun extends Run {
  data: Record<string, unknown>;
}

/** Ends a run whose answer needs the stock executor. */
export class NotClean extends Error {}

export type Step = (run: MergingRun) => Promise<void>;

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

/** Asks, and remembers what the answer shows. */
export async function asked(run: Run, subgraph: string, body: string): Promise<CleanAnswer> {
  const answer = await run.ask(subgraph, body);
  if (answer === null) throw new NotClean();
  addTags(run, answer.tags);
  return answer;
}

function addTags(run: Run, tags: readonly string[] | null): void {
  if (tags === null) run.tags = null;
  else if (run.tags) for (const tag of tags) run.tags.add(tag);
}

function compileRootFetch(fetch: PlanFetch): Step {
  if (fetch.requires) throw new NotCompiled('a root fetch with requirements');
  const request = compileRequest(fetch);
  return async (run) => {
    const { text } = await asked(run, fetch.serviceName, request(run.variables));
    mergeInto(run.data, JSON.parse(text).data);
  };
}

function compileEntityFetch(path: readonly (string | number)[], fetch: PlanNode): Step {
  if (fetch.kind !== 'Fetch' || !fetch.requires) throw new NotCompiled('a nested plan');
  if (path.some((part) => typeof part !== 'string' || part.includes('|'))) throw new NotCompiled('a path with types');
  const represent = compileRepresentation(fetch.requires);
  const request = compileRequest(fetch);
  const selection = createHash('sha1').update(`${fetch.serviceName} ${fetch.operation}`).digest('base64');
  return async (run) => {
    const byKey = new Map<string, Entity[]>();
    for (const entity of entitiesAt(run.data, path as string[])) {
      const key = represent(entity);
      if (key === null) continue;
      const same = byKey.get(key);
      if (same) same.push(entity);
      else byKey.set(key, [entity]);
    }
    const missing: string[] = [];
    const question = `${selection}${valuesOf(fetch, run.variables)}`;
    const keptAs = (key: string) => `${question} ${key}`;
    for (const [key, places] of byKey) {
      const kept = run.entities?.get(keptAs(key));
      if (kept) {
        addTags(run, kept.tags);
        for (const place of places) mergeInto(place, kept.entity);
      } else missing.push(key);
    }
    if (missing.length === 0) return;
    const { text, tags } = await asked(run, fetch.serviceName, request(run.variables, `[${missing.join(',')}]`));
    const { _entities: answers } = JSON.parse(text).data;
    if (!Array.isArray(answers) || answers.length !== missing.length) throw new NotClean();
    for (const [index, key] of missing.entries()) {
      if (!answers[index]) continue;
      for (const place of byKey.get(key)!) mergeInto(place, answers[index]);
      if (tags) run.entities?.set(keptAs(key), answers[index], tags);
    }
  };
}

/** The values of the client's variables that a fetch uses. */
const valuesOf = ({ variableUsages = [] }: PlanFetch, variables: Record<string, unknown>): string =>
  variableUsages.length === 0 ? '' : JSON.stringify(variableUsages.map((name) => variables[name] ?? null));

/** The key of an entity as JSON text; null for an object of another type or without the key. */
function compileRepresentation(requires: readonly PlanSelection[]): (entity: Entity) => string | null {
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

function entitiesAt(value: any, path: readonly string[], from = 0, found: Entity[] = []): Entity[] {
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
function mergeInto(target: Entity, source: Entity): void {
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

const isObject = (value: unknown): value is Entity => value !== null && typeof value === 'object';

/** Two places may show the same entity, and later fetches write into each. */
function structuredCopy(value: any): any {
  if (Array.isArray(value)) return value.map((element) => (isObject(element) ? structuredCopy(element) : element));
  const copy: Record<string, any> = {};
  for (const key in value) copy[key] = isObject(value[key]) ? structuredCopy(value[key]) : value[key];
  return copy;
}
