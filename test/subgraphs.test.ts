import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { listsOf, readSubgraphs } from '../local/subgraphs.mjs';

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
const read = (path: string): string => readFileSync(path, 'utf8');
const { subgraphs } = parse(read('supergraph.yaml')) as {
  subgraphs: Record<string, { routing_url: string; schema: { file: string } }>;
};
const names = Object.keys(subgraphs);

test('supergraph.yaml is the list of the subgraphs: each has its folder and a port of its own', () => {
  expect(readdirSync('subgraphs').sort()).toEqual([...names].sort());
  const ports = names.map((name) => new URL(subgraphs[name]!.routing_url).port);
  expect(ports).toEqual([...new Set(ports)]);
  expect(names.map((name) => subgraphs[name]!.schema.file)).toEqual(
    names.map((name) => `./subgraphs/${name}/schema.graphql`),
  );
});

test('who reads supergraph.yaml without a parser reads the same', () => {
  const read = readSubgraphs('.').map(({ name, port }) => [name, `http://127.0.0.1:${port}/graphql`]);
  expect(read).toEqual(names.map((name) => [name, subgraphs[name]!.routing_url]));
});

test('the lists that are written from it are fresh', () => {
  for (const [file, content] of Object.entries(listsOf(readSubgraphs('.')))) expect(read(file), file).toBe(content);
});

test('local, which runs and composes them, depends on every subgraph, and on no other', () => {
  const { dependencies, devDependencies } = JSON.parse(read('local/package.json')) as Manifest;
  const shared = ['client', 'commerce', 'executor', 'gateway', 'kit', 'local', 'pages', 'storefront'];
  const own = Object.keys({ ...dependencies, ...devDependencies })
    .flatMap((name) => (name.startsWith('@storegraph/') ? [name.slice('@storegraph/'.length)] : []))
    .filter((name) => !shared.includes(name));
  expect(own.sort()).toEqual([...names].sort());
});

test('the map in the README leads to the page of every subgraph', () => {
  const linked = [...read('README.md').matchAll(/\[(\w+)\]\(subgraphs\/\1\/README\.md\)/g)].map(([, name]) => name);
  expect(linked).toEqual(names);
});
