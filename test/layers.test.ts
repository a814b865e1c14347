import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const refused = [
  ['packages/kit/src/data/x.ts', '../messaging/index.ts'],
  ['packages/kit/src/data/y.ts', '../files/index.ts'],
  ['packages/kit/src/files/x.ts', '../messaging/index.ts'],
  ['packages/kit/src/process/x.ts', '../index.ts'],
  ['packages/kit/src/process/signals/x.ts', '../../graph/index.ts'],
  ['packages/kit/src/graph/x.ts', '@storegraph/kit'],
  ['packages/kit/src/subgraph/x.ts', '@storegraph/orders/contract'],
  ['packages/kit/src/messaging/services/x.ts', '../../../../commerce/src/index.ts'],
  ['packages/commerce/src/x.ts', '@storegraph/orders/contract'],
  ['packages/executor/src/plan/x.ts', '@storegraph/kit'],
  ['packages/client/src/x.ts', '@storegraph/kit'],
  ['packages/client/src/y.ts', 'node:crypto'],
  ['packages/client/src/z.ts', 'graphql'],
  ['packages/client/src/v.ts', 'react'],
  ['packages/client/src/w.ts', './react/index.ts'],
  ['packages/client/src/react/x.ts', 'graphql'],
  ['gateway/src/y.ts', '@storegraph/orders/contract'],
  ['gateway/src/x.ts', '../../subgraphs/orders/src/contract.ts'],
  ['gateway/src/http/x.ts', '../../../local/ports.ts'],
  ['subgraphs/carts/src/cart/x.ts', '@storegraph/orders/subgraph'],
  ['subgraphs/carts/src/cart/y.ts', '../../../orders/src/order/order.table.ts'],
  ['subgraphs/carts/src/cart/z.ts', '@storegraph/gateway'],
  ['subgraphs/carts/src/cart/x.rules.ts', '@storegraph/orders/subgraph'],
  ['subgraphs/carts/src/cart/y.rules.ts', '../../../orders/src/order/order.life.ts'],
  ['subgraphs/carts/src/cart/x.resolver.ts', 'drizzle-orm'],
  ['subgraphs/carts/src/cart/y.resolver.ts', '@storegraph/orders/subgraph'],
  ['subgraphs/carts/src/contract.ts', '@storegraph/orders/contract'],
  ['local/system/x.ts', '../../proof/chaos/proxy.ts'],
  ['local/x/y/x.ts', '../../../test/world.ts'],
  ['test/access/x.ts', '../../../proof/chaos/proxy.ts'],
] as const;

const allowed = [
  ['packages/kit/src/files/y.ts', '../data/index.ts'],
  ['packages/kit/src/messaging/y.ts', '../files/index.ts'],
  ['packages/kit/src/messaging/x.ts', '../graph/index.ts'],
  ['packages/kit/src/subgraph/y.ts', '@storegraph/executor/subgraph'],
  ['packages/commerce/src/y.ts', '@storegraph/kit'],
  ['packages/client/src/react/y.ts', 'react'],
  ['packages/client/src/react/z.ts', '../client.ts'],
  ['gateway/src/http/y.ts', '../subgraph/subgraphs.ts'],
  ['subgraphs/carts/src/cart/v.ts', '@storegraph/orders/contract'],
  ['subgraphs/carts/src/cart/w.ts', '@storegraph/commerce'],
  ['test/access/y.ts', '../world.ts'],
] as const;

const root = mkdtempSync(join(tmpdir(), 'storegraph-layers-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The same rules over files that have one import each. */
function lintAll(): Set<string> {
  const settings = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(join(root, 'biome.json'), JSON.stringify({ ...settings, vcs: { enabled: false } }));
  for (const [file, from] of [...refused, ...allowed]) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), `import { x } from '${from}';\n\nexport const y = x;\n`);
  }
  const { stdout } = spawnSync(
    resolve('node_modules/.bin/biome'),
    ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none', '.'],
    { cwd: root, encoding: 'utf8' },
  );
  return new Set(
    [...stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)].map(([, file]) => relative(root, resolve(root, file!))),
  );
}
const found = lintAll();

test.each(refused)('%s may not import %s', (file) => expect(found).toContain(file));
test.each(allowed)('%s may import %s', (file) => expect(found).not.toContain(file));
