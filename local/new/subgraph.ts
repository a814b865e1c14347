import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listsOf, readSubgraphs } from '../subgraphs.mjs';
import { portVariables } from '../system/layout.ts';
import { listEdits } from './lists.ts';
import { fill, type Names, namesOf } from './names.ts';

const TEMPLATE = join(import.meta.dirname, 'template');

/** Writes a subgraph with one type, one query and one mutation, and adds it to every list. All of it or nothing. */
export function writeSubgraph(root: string, plural: string): { names: Names; port: number; files: string[] } {
  const known = readSubgraphs(root);
  const names = namesOf(plural, {
    names: [...known.map(({ name }) => name), ...Object.keys(portVariables), 'single', 'system', 'operator'],
    graph: readFileSync(join(root, 'packages/client/schema.graphql'), 'utf8'),
  });
  const port = nextPort(known.map((one) => one.port));
  const files = new Map<string, string>();
  for (const file of globSync('**/*.tpl', { cwd: TEMPLATE }))
    files.set(
      join('subgraphs', plural, fill(file.replace(/\.tpl$/, ''), names)),
      fill(readFileSync(join(TEMPLATE, file), 'utf8'), names),
    );
  for (const [file, edit] of Object.entries(listEdits(names, port, known.at(-1)!.name)))
    files.set(file, edit(readFileSync(join(root, file), 'utf8')));
  for (const [file, content] of Object.entries(listsOf([...known, { name: plural, port }]))) files.set(file, content);

  for (const [file, content] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return { names, port, files: [...files.keys()].sort() };
}

/** The next one after the others that nothing of the system has. */
function nextPort(ports: readonly number[]): number {
  const taken = new Set<number>([...Object.values(portVariables).map(([, port]) => port), ...ports]);
  let port = Math.max(...ports) + 1;
  while (taken.has(port)) port++;
  return port;
}
