/** `pnpm bench:pages`: what a page of the storefront costs beside the operation that it asks. Writes results/pages.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CategoryPageDocument, createClient, HomeDocument, ProductPageDocument } from '@storegraph/client';
import { Pool } from 'undici';
import { startSystem } from '../../local/system/system.ts';
import { closedLoop, memoryOf, type Figures, type Processes, type Send } from '../graph/measure.ts';

const CALLERS = 8;
const WARM = 300;
const PAGES = 2_000;
/** Asked for in turns, so that no page is the same twice in a row. */
const PRODUCTS = 50;

const directory = mkdtempSync(join(tmpdir(), 'storegraph-pages-'));
const everybody = { LOG_LEVEL: 'error' };
const system = await startSystem({
  directory,
  root: process.cwd(),
  ports: 'free',
  seed: 'full',
  volatile: true,
  storefront: true,
  environment: { gateway: everybody, products: everybody, users: everybody, storefront: everybody },
});
const processes: Processes = Object.fromEntries([...system.processes].map(([name, { pid }]) => [name, pid]));
if (system.postgres) processes.postgres = system.postgres.pid;
const shop = createClient({ url: `${system.url}/graphql` });
const pool = new Pool(system.storefrontUrl.replace('localhost', '127.0.0.1'), { connections: CALLERS });

async function open(path: string): Promise<void> {
  const { statusCode, body } = await pool.request({ path, method: 'GET' });
  const text = await body.text();
  if (statusCode !== 200 || !text.endsWith('</html>')) throw new Error(`${path}: ${statusCode} ${text.slice(0, 200)}`);
}

const { products } = await shop
  .query(CategoryPageDocument, { slug: 'kitchen', first: PRODUCTS })
  .then(({ category }) => category!);
const slugs = products!.nodes.map(({ slug }) => slug);
const slug = (index: number) => slugs[index % slugs.length]!;
const category = { slug: 'kitchen', sort: 'BEST_SELLING', filter: {} } as const;

const measured: readonly { name: string; page: Send; operation: Send }[] = [
  { name: 'home', page: () => open('/'), operation: () => shop.query(HomeDocument, {}) },
  { name: 'category', page: () => open('/c/kitchen'), operation: () => shop.query(CategoryPageDocument, category) },
  {
    name: 'product',
    page: (index) => open(`/p/${encodeURIComponent(slug(index))}`),
    operation: (index) => shop.query(ProductPageDocument, { slug: slug(index) }),
  },
];

const rows: string[] = [];
const row = (name: string, { perSecond, p50, p95, cpu, cpuInAll }: Figures): void => {
  const rest = cpuInAll - cpu.storefront! - cpu.gateway!;
  const cells = [perSecond.toFixed(0), p50.toFixed(1), p95.toFixed(1), cpu.storefront!, cpu.gateway!, rest, cpuInAll];
  rows.push(`| ${[name, ...cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell))].join(' | ')} |`);
  process.stdout.write(`${rows.at(-1)}\n`);
};

try {
  const idle = memoryOf(processes).storefront!;
  for (const { name, page, operation } of measured) {
    for (const send of [page, operation]) await closedLoop(send, processes, { operations: WARM, connections: CALLERS });
    row(`${name}: the page`, await closedLoop(page, processes, { operations: PAGES, connections: CALLERS }));
    row(`${name}: its operation`, await closedLoop(operation, processes, { operations: PAGES, connections: CALLERS }));
  }
  writeFileSync(
    'bench/results/pages.md',
    `# Pages of the storefront beside the operations that they ask

${PAGES} of each, by ${CALLERS} callers, on ${cpus().length} × ${cpus()[0]!.model}, Node ${process.version}; everything and the callers on the one machine. CPU in
milliseconds per page. Memory of the storefront (proportional): ${idle} MB when it had started, ${memoryOf(processes).storefront} MB after ${measured.length * (PAGES + WARM)} pages.

| | per second | p50 ms | p95 ms | CPU storefront | CPU gateway | CPU all others | CPU in all |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`,
  );
} finally {
  await pool.close();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
