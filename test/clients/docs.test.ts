/** The pages for users of other clients, each followed to the letter before the running shop. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createLogger } from '@storegraph/kit';
import { beforeAll, expect, test } from 'vitest';
import { readTrusted } from '../../gateway/src/trusted.ts';
import { runningWorld } from '../world.ts';
import { filesOf } from './markdown.ts';
import { emptyProject, type Project, tool } from './project.ts';

const world = runningWorld({ single: true });

beforeAll(async () => {
  // the pages show what a shopper is told who wants what is gone
  const staff = await world.staff();
  const { data } = await staff.graph('{ products(last: 1, sort: TITLE) { nodes { variants { id } } } }');
  for (const { id: variantId } of data.products.nodes[0].variants) {
    const input = { variantId, setTo: 0, reason: 'sold out', idempotencyKey: randomUUID() };
    await staff.run('adjustInventory', 'AdjustInventoryInput', input, 'inventory { available }');
  }
});

/** A project with the files of a page, and what the page says to install. */
async function follow(page: string, use: (project: Project) => Promise<void>): Promise<void> {
  const project = emptyProject();
  try {
    const text = readFileSync(`packages/client/docs/${page}`, 'utf8');
    project.write('package.json', JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
    for (const [file, code] of filesOf(text))
      project.write(file, code.replaceAll('http://localhost:4000', world.system.url));
    const installed = [...text.matchAll(/^npm install (?:-D )?(.*)$/gm)].flatMap(([, names]) => names!.split(' '));
    for (const name of [...installed, 'typescript', '@types/node']) {
      const link = join(project.folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', name), link);
    }
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2024', 'esnext.disposable', 'dom'],
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    await use(project);
  } finally {
    project.remove();
  }
}

const lines = (printed: string): string[] => printed.trim().split('\n');

test('Apollo Client, as its page sets it up, pages through products, fills a cart, signs in and renews its session', () =>
  follow('apollo-client.md', async ({ run }) => {
    expect(await run(tool('tsc'))).toBe('');
    expect(lines(await run('node', 'use.ts'))).toEqual([
      'products: 4',
      'cart: 1 true',
      'refused: InsufficientStock INSUFFICIENT_STOCK 0',
      'error: BAD_USER_INPUT first true',
      'signed in: ada@storegraph.example',
      'renewed: true',
    ]);
  }));

test('urql, as its page sets it up, pages through products, fills a cart, signs in and renews its session', () =>
  follow('urql.md', async ({ run }) => {
    expect(await run(tool('tsc'))).toBe('');
    expect(lines(await run('node', 'use.ts'))).toEqual([
      'products: 4',
      'cart: null 1 true',
      'refused: InsufficientStock INSUFFICIENT_STOCK 0',
      'error: BAD_USER_INPUT first true',
      'signed in: ada@storegraph.example',
      'renewed: true',
    ]);
  }));

test('codegen, as its page sets it up, writes typed operations that the SDK sends, and a manifest that the gateway takes', () =>
  follow('codegen.md', async ({ folder, run, read }) => {
    await run(tool('graphql-codegen'));
    expect(await run(tool('tsc'))).toBe('');
    await run(process.execPath, 'manifest.mjs');
    expect(lines(await run(tool('tsx'), 'use.ts'))).toEqual([
      'products: 4',
      'cart: 1 true',
      'refused: InsufficientStock INSUFFICIENT_STOCK 0',
      'error: BAD_USER_INPUT after true',
      'signed in: ada@storegraph.example',
    ]);
    const trusted = readTrusted(join(folder, 'trusted.json'), createLogger('gateway', 'silent'));
    for (const [hash, text] of Object.entries(JSON.parse(read('gql/persisted-documents.json'))))
      expect(trusted.get(hash)).toBe(text);
    expect(trusted.size).toBeGreaterThan(20);
  }));
