import { mergeConfig } from 'vitest/config';
import config from '../../vitest.config.ts';

/** The tests that stand beside the code: those of whole systems run what was built, in which nothing was changed. */
export default mergeConfig(config, { test: { root: process.cwd(), maxWorkers: 1 } });
