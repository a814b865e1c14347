/** What `pnpm pack` makes of the SDK, in a project that has nothing else of this repository, and what its README says to do there. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { createLogger } from '@storegraph/kit';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrusted } from '../../gateway/src/trusted.ts';
import { emptyProject, tool } from './project.ts';
import { runningWorld } from '../world.ts';
import { filesOf } from './markdown.ts';
import { openShop } from './shop.ts';

// nothing but the SDK's own operations is answered here
const trusted = new Map(readTrusted('', createLogger('gateway', 'silent')));
const shop = await openShop({ production: true, trusted, trustedOnly: 'all' });
shop.answers.products = (_arrived, response) => {
  response.setHeader('x-answer', 'public');
  return { data: { suggest: { products: [], categories: [], queries: ['oak desk'] } } };
};
const world = runningWorld({ single: true });
const project = emptyProject();
const { folder, write, run } = project;
afterAll(async () => {
  await shop.close();
  project.remove();
});

beforeAll(async () => {
  await promisify(execFile)('npx', ['-y', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], {
    cwd: resolve('packages/client'),
  });
  write('package.json', JSON.stringify({ name: 'stranger', private: true }));
  // it brings nothing along, so no registry is asked
  await run('npm', 'install', '--offline', '--no-audit', '--no-fund', './storegraph-client-0.1.0.tgz');
}, 120_000);

/** What the project has of its own: the packages that this workspace has. */
function install(...names: string[]): void {
  for (const name of names) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(resolve('node_modules', name), link);
  }
}

const USE = `
const shop = createClient({ url: '${shop.url}/graphql' });
const { suggest } = await shop.query(SuggestDocument, { query: 'oak' });
`;

test('the archive has what its package says, and nothing of this repository', async () => {
  const names = (await run('tar', 'tzf', 'storegraph-client-0.1.0.tgz')).trim().split('\n');
  const tops = new Set(names.map((name) => name.replace(/^package\//, '').split('/')[0]));
  expect([...tops].sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'operations',
    'package.json',
    'schema.graphql',
  ]);
  const text = project.read('node_modules/@storegraph/client/package.json');
  expect(text).not.toMatch(/workspace:|catalog:|\.ts"(?<!\.d\.ts")|"private"/);
  const { dependencies, peerDependenciesMeta, exports, sideEffects } = JSON.parse(text);
  expect([dependencies, sideEffects]).toEqual([undefined, false]);
  expect(Object.values(peerDependenciesMeta)).toEqual([{ optional: true }, { optional: true }]);
  for (const [, file] of JSON.stringify(exports).matchAll(/"(\.\/[^"]+)"(?!:)/g))
    expect([file, existsSync(join(folder, 'node_modules/@storegraph/client', file!))]).toEqual([file, true]);
  expect(existsSync(join(folder, 'node_modules/graphql'))).toBe(false);
});

test('an ES module uses it', async () => {
  const code = `import { createClient, SuggestDocument } from '@storegraph/client';\n${USE}console.log(suggest.queries[0]);`;
  write('use.mjs', code);
  expect(await run('node', 'use.mjs')).toBe('oak desk\n');
});

test('CommonJS uses it', async () => {
  const code = `const { createClient, SuggestDocument } = require('@storegraph/client');\n(async () => {${USE}console.log(suggest.queries[0]); })();`;
  write('use.cjs', code);
  expect(await run('node', 'use.cjs')).toBe('oak desk\n');
});

/** Right and wrong uses: were anything `any`, the wrong ones would be no errors, and TypeScript says so. */
const TYPED = `
import { createClient, createServerClient, cookiesOf, PlaceOrderDocument, refusalOf, resultOf, SearchProductsDocument, SuggestDocument } from '@storegraph/client';
const shop = createClient({ url: 'http://shop.example/graphql' });
export async function use(): Promise<string> {
  const { suggest } = await shop.query(SuggestDocument, { query: 'oak' }, { signal: AbortSignal.timeout(1_000) });
  // @ts-expect-error: it needs a query
  await shop.query(SuggestDocument);
  // @ts-expect-error: a query is a text
  await shop.query(SuggestDocument, { query: 1 });
  // @ts-expect-error: there is no such field
  suggest?.nope;
  for await (const { slug } of shop.each(SearchProductsDocument, { query: 'oak' }, ({ products }) => products)) slug.trim();
  const { placeOrder } = await shop.mutate(PlaceOrderDocument, {
    input: { idempotencyKey: crypto.randomUUID(), expectedTotal: { amount: '1.00', currencyCode: 'USD' } },
  });
  const result = resultOf(placeOrder);
  // @ts-expect-error: only what was refused has refusals
  result.refusals;
  createServerClient({ url: '', cookies: cookiesOf(null) });
  return refusalOf(placeOrder, 'PriceChanged')?.actual.amount ?? suggest!.queries[0]!;
}
`;
const REACT = `
import { ShopProvider, useShopMutation, useShopPages, useShopQuery } from '@storegraph/client/react';
import { AddCartItemsDocument, CartPageDocument, SearchProductsDocument, SuggestDocument } from '@storegraph/client';
export function useAll(): string | undefined {
  const { data } = useShopQuery(SuggestDocument, { query: 'oak' }, { staleTime: 1_000 });
  // @ts-expect-error: it needs a query
  useShopQuery(SuggestDocument);
  const { mutate } = useShopMutation(AddCartItemsDocument, { refreshes: [CartPageDocument] });
  mutate({ input: { items: [] } });
  // @ts-expect-error: there is no such input
  mutate({ items: [] });
  const products = useShopPages(SearchProductsDocument, { query: 'oak' }, ({ products }) => products);
  return data?.suggest?.queries[0] ?? products.data?.nodes[0]?.title ?? ShopProvider.name;
}
`;

test.each([
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('TypeScript knows it, with module %s and moduleResolution %s', async (module, moduleResolution) => {
  write(`${module}/esm.mts`, TYPED);
  write(`${module}/react.mts`, REACT);
  if (moduleResolution !== 'bundler') {
    write(`${module}/cjs.cts`, TYPED);
    write(`${module}/react.cts`, REACT);
  }
  install('react', '@types/react', '@tanstack/react-query');
  const compilerOptions = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [] };
  const options = { ...compilerOptions, module, moduleResolution, skipLibCheck: false };
  write(`${module}/tsconfig.json`, JSON.stringify({ compilerOptions: options }));
  expect(await run(tool('tsc'), '-p', module)).toBe('');
});

test('a page uses it: a bundle has the operations of that page only, and needs nothing but what browsers have', async () => {
  const code = `import { createClient, SuggestDocument } from '@storegraph/client';\nexport async function show() {${USE} return suggest.queries[0]; }`;
  write('page.js', code);
  const build = await rolldown({ input: join(folder, 'page.js'), platform: 'browser' });
  const { output } = await build.generate({ format: 'iife', name: 'page', minify: true });
  await build.close();
  expect(output).toHaveLength(1);
  const bundle = output[0].code;
  expect(bundle).toContain('query Suggest');
  expect(bundle).not.toMatch(/PlaceOrder|set-cookie|node:|\brequire\b|\bprocess\b/);

  const { fetch, URL, AbortController, AbortSignal, setTimeout, clearTimeout, crypto } = globalThis;
  const browser = vm.createContext({ fetch, URL, AbortController, AbortSignal, setTimeout, clearTimeout, crypto });
  vm.runInContext(`${bundle}; globalThis.page = page;`, browser);
  expect(await vm.runInContext('page.show()', browser)).toBe('oak desk');
});

describe('the README', () => {
  beforeAll(() => {
    const readme = project.read('node_modules/@storegraph/client/README.md');
    for (const [file, code] of filesOf(readme)) write(file, code.replaceAll('http://localhost:4000', world.system.url));
  });

  test('buys something', async () => {
    expect(await run('node', 'buy.mjs')).toBe('PaymentSucceeded 1\n');
  });

  test('shows what a refusal and an error look like', async () => {
    expect(await run('node', 'refused.mjs')).toBe('refused: NOT_FOUND\nerror: BAD_USER_INPUT after string\n');
  });

  test('reads a list', async () => {
    expect(await run('node', 'list.mjs')).toBe('12\n');
  });

  test('keeps a session in the cookies of a server', async () => {
    write(
      'browse.mjs',
      `
      import { handle } from './server.mjs';
      const login = JSON.stringify({ email: 'ada@storegraph.example', password: 'correct horse battery staple' });
      const first = await handle(new Request('http://site.example', { method: 'POST', body: login }), '203.0.113.7');
      const cookie = first.headers.getSetCookie().map((header) => header.split(';')[0]).join('; ');
      const second = await handle(new Request('http://site.example', { headers: { cookie } }), '203.0.113.7');
      const stranger = await handle(new Request('http://site.example'), '203.0.113.8');
      for (const answer of [first, second, stranger]) console.log((await answer.json()).email);
      `,
    );
    expect(await run('node', 'browse.mjs')).toBe('ada@storegraph.example\nada@storegraph.example\nnull\n');
  });

  test('shows a shop with React, and puts something into the cart', async () => {
    install('react', 'react-dom', '@tanstack/react-query', 'happy-dom');
    const build = await rolldown({ input: join(folder, 'app.jsx'), external: [/^[^./]/] });
    await build.write({ file: join(folder, 'app.mjs'), format: 'esm' });
    await build.close();
    write(
      'show.mjs',
      `
      import { Window } from 'happy-dom';
      const window = new Window();
      Object.assign(globalThis, { window, document: window.document });
      const { createRoot } = await import('react-dom/client');
      const { createElement } = await import('react');
      const { App } = await import('./app.mjs');
      const page = document.body.appendChild(document.createElement('div'));
      createRoot(page).render(createElement(App));
      const seen = (what) => new Promise((done) => {
        const look = () => { if (what()) done(); };
        new window.MutationObserver(look).observe(page, { childList: true, subtree: true, characterData: true });
        look();
      });
      const buttons = (text) => [...page.querySelectorAll('button')].find((button) => button.textContent === text);
      await seen(() => page.querySelectorAll('li').length === 5 && buttons('More'));
      buttons('More').click();
      await seen(() => page.querySelectorAll('li').length === 10);
      buttons('Add').click();
      await seen(() => page.textContent.includes('1 in the cart'));
      console.log(page.querySelectorAll('li').length, page.querySelector('p').textContent);
      process.exit(0);
      `,
    );
    expect(await run('node', 'show.mjs')).toBe('10 1 in the cart\n');
  });
});
