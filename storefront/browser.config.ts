import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** `pnpm test:browser`: whole purchases in Chromium, against the whole shop as real processes. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['storefront/browser/**/*.browser.ts'],
    globalSetup: ['./test/folder.vitest.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // as long as Playwright waits for what it looks for
    expect: { poll: { timeout: 30_000 } },
    // each file starts a shop of its own
    fileParallelism: false,
  },
});
