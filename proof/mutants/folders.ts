import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { domains } from '../../local/system/layout.ts';

/** What is looked at, each with the tests in its own folder. */
export const folders: readonly string[] = [
  ...domains.map((domain) => `subgraphs/${domain}`),
  'packages/kit',
  'packages/executor',
  'gateway',
];

/** Declarations, wiring and tests: a wrong one shows in the types, the schema or at once. */
const LEFT_OUT =
  /\.test\.ts$|testing|\.(table|type|env|settings|template)\.ts$|\/(seed|signals)\/|\/src\/(main|subgraph|index)\.ts$/;

export const filesOf = (folder: string): string[] =>
  globSync(`${folder}/src/**/*.ts`)
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !LEFT_OUT.test(file))
    .sort();

export const folderOf = (file: string): string => folders.find((folder) => file.startsWith(`${folder}/`))!;

const IMPORTS = /^(import|export) [^;]*? from '[^']+';\n|^import '[^']+';\n/gm;

/** Of what a file says: where it imports from may change. */
export const hashOf = (file: string): string =>
  createHash('sha1').update(readFileSync(file, 'utf8').replace(IMPORTS, '')).digest('hex').slice(0, 12);
