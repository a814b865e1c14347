import { mergeConfig } from 'vitest/config';
import config from '../../vitest.config.ts';

/** The tests that stand beside the code: those of whole systems run what was built, in which nothing was changed. */
export default mergeConfig(config, {
  // patterns count from the folder that is looked at
  test: { root: process.cwd(), include: ['**/*.test.ts'], maxWorkers: 1 },
});
