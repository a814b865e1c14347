import { mergeConfig } from 'vitest/config';
import config from '../../vitest.config.ts';

/** The tests that stand beside the code: those of whole systems run what was built, in which nothing was changed. */
export default mergeConfig(config, {
  test: {
    root: process.cwd(),
    // patterns count from the folder that is looked at
    include: ['**/*.test.ts'],
    // these look at sources, or start them as programs: both are not what they were
    exclude: ['**/node_modules/**', '**/planted/**', '**/foreign.test.ts'],
    maxWorkers: 1,
  },
});
