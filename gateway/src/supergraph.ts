import { readFileSync } from 'node:fs';
import { EnvironmentError } from '@storegraph/kit';
import { type ConstDirectiveNode, type DocumentNode, Kind, parse } from 'graphql';

export interface Supergraph {
  sdl: string;
  /** Name of each subgraph → its URL; "" where the supergraph has none. */
  routes: ReadonlyMap<string, string>;
}

export function readSupergraph(file: string): Supergraph {
  try {
    const sdl = readFileSync(file, 'utf8');
    return { sdl, routes: routesOf(parse(sdl)) };
  } catch (error) {
    throw new EnvironmentError(`${file} is not a supergraph: ${(error as Error).message}`);
  }
}

/** Composition writes them down as `enum join__Graph { BOOKS @join__graph(name: "books", url: "http://…") }`. */
function routesOf({ definitions }: DocumentNode): Map<string, string> {
  const routes = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { directives = [] } of definition.values ?? [])
      for (const directive of directives)
        if (directive.name.value === 'join__graph') routes.set(text(directive, 'name'), text(directive, 'url'));
  }
  return routes;
}

function text({ arguments: given = [] }: ConstDirectiveNode, name: string): string {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
