import type { GraphQLSchema } from 'graphql';
import type { Variables } from '../operation.ts';
import { type SubgraphError, subgraphOperation } from '../subgraphRequest.ts';
import { type Data, isObject, mergeInto, objectsAt, own, set, structuredCopy, withoutTypename } from './data.ts';
import { placeErrors, placeRootErrors } from './errors.ts';
import { NotCompiled, type PlanFetch, type PlanNode, type PlanSelection } from './queryPlan.ts';
import { compileRepresentation } from './represent.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';

export type Step = (run: Run) => Promise<void>;

export function compileNode(node: PlanNode, schema: GraphQLSchema, path: readonly string[] = []): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((inner) => compileNode(inner, schema, path));
      return async (run) => {
        for (const step of steps) await step(run);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((inner) => compileNode(inner, schema, path));
      return async (run) => {
        await Promise.all(steps.map((step) => step(run)));
      };
    }
    case 'Flatten':
      return compileNode(node.node, schema, [...path, ...node.path.map(String)]);
    case 'Condition': {
      const none: Step = async () => {};
      const then = node.ifClause ? compileNode(node.ifClause, schema, path) : none;
      const otherwise = node.elseClause ? compileNode(node.elseClause, schema, path) : none;
      return (run) => (run.coerced[node.condition] ? then : otherwise)(run);
    }
    case 'Fetch':
      return node.requires
        ? compileEntityFetch(node, node.requires, schema, path)
        : compileRootFetch(node, schema, path);
    default:
      throw new NotCompiled(node.kind);
  }
}

/** Of the client's variables those that a fetch uses, as JSON without the braces. */
function compileVariables({ variableUsages = [] }: PlanFetch): (variables: Variables) => string {
  const labels = variableUsages.map((name) => [name, `${JSON.stringify(name)}:`] as const);
  return (variables) => {
    let json = '';
    for (const [name, label] of labels)
      if (Object.hasOwn(variables, name) && variables[name] !== undefined)
        json += `${json && ','}${label}${JSON.stringify(variables[name])}`;
    return json;
  };
}

function compileRootFetch(fetch: PlanFetch, schema: GraphQLSchema, path: readonly string[]): Step {
  const operation = subgraphOperation(fetch.serviceName, fetch.operation, fetch.operationName);
  const variablesOf = compileVariables(fetch);
  return async (run) => {
    const targets = path.length === 0 ? [run.data] : objectsAt(run.data, path);
    if (targets.length === 0) return;
    const { variables, context } = run;
    const answer = await run.ask({ operation, variables: variablesOf(variables), context });
    addTags(run, answer.tags);
    placeRootErrors(run, answer.errors, operation, path);
    if (!isObject(answer.data)) return;
    const data = withoutTypename(answer.data); // a subgraph may have a name of its own for its root
    if (fetch.outputRewrites) applyRewrites(schema, fetch.outputRewrites, data);
    for (const target of targets) mergeInto(target, data);
  };
}

function compileEntityFetch(
  fetch: PlanFetch,
  requires: readonly PlanSelection[],
  schema: GraphQLSchema,
  path: readonly string[],
): Step {
  const operation = subgraphOperation(fetch.serviceName, fetch.operation, fetch.operationName);
  const variablesOf = compileVariables(fetch);
  const represent = compileRepresentation(schema, requires, fetch.inputRewrites);
  const merge = compileMerge(fetch, schema);
  const others = `${fetch.serviceName} returned other entities than it was asked for`;
  return async (run) => {
    const objects = objectsAt(run.data, path);
    const byRepresentation = new Map<string, number[]>();
    for (const [index, object] of objects.entries()) {
      const representation = represent(object);
      if (representation === null) continue;
      const same = byRepresentation.get(representation);
      if (same) same.push(index);
      else byRepresentation.set(representation, [index]);
    }
    if (byRepresentation.size === 0) return;
    const representations = [...byRepresentation.keys()];
    const { variables, context } = run;
    const request = { operation, variables: variablesOf(variables), representations, context };
    const answer = await run.ask(request);
    addTags(run, answer.tags);
    const indexes = [...byRepresentation.values()];
    const refuse = (errors: readonly SubgraphError[]) => placeErrors(run, errors, request, indexes, path);
    refuse(answer.errors);
    if (!isObject(answer.data)) return;
    const entities = answer.data._entities;
    if (!Array.isArray(entities) || entities.length !== representations.length) return refuse([{ message: others }]);
    for (const [index, entity] of entities.entries())
      if (isObject(entity)) for (const place of indexes[index]!) merge(objects[place]!, entity);
      else if (entity === null || entity === undefined) run.isPartial = true;
      else refuse([{ message: others, path: ['_entities', index, ...operation.fields.slice(0, 1)] }]);
  };
}

function compileMerge({ inputRewrites = [], outputRewrites }: PlanFetch, schema: GraphQLSchema) {
  // an interface that a subgraph knows as an object: what it repeats is the name that it was given
  const given = new Set(inputRewrites.map((rewrite) => rewrite.kind === 'ValueSetter' && rewrite.setValueTo));
  return (object: Data, entity: Data): void => {
    const received = given.has(own(entity, '__typename') as string) ? withoutTypename(entity) : entity;
    if (!outputRewrites) {
      mergeInto(object, received);
      return;
    }
    // rewrites go by the type's name, which a subgraph need not repeat
    const copy = structuredCopy(received);
    if (!own(copy, '__typename')) set(copy, '__typename', object.__typename);
    applyRewrites(schema, outputRewrites, copy);
    mergeInto(object, copy);
  };
}

function addTags(run: Run, tags: readonly string[] | null): void {
  if (tags === null) run.tags = null;
  else if (run.tags) for (const tag of tags) run.tags.add(tag);
}
