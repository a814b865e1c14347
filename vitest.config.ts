import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { LongOnesFirst } from './test/order.vitest.ts';

const require = createRequire(import.meta.url);

export default defineConfig({
  // graphql 16 ships two copies of itself (CJS and ESM); Apollo loads the CJS one, so tests must too.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    environment: 'node',
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
    include: ['{gateway,storefront,subgraphs,packages,local,test,proof}/**/*.test.ts'],
    globalSetup: ['./test/folder.vitest.ts', './local/postgres/postgres.vitest.ts'],
    // for what hangs; what waits for something gives up before, and says what it has seen
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    maxWorkers: 2,
    // loading the modules anew for each file took as long as the tests
    isolate: false,
    sequence: { sequencer: LongOnesFirst },
  },
});
