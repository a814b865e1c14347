// The README's test command: builds what the system test runs, then every test. Arguments go to vitest.
import { node24, run, tool } from './node24.mjs';

const node = node24();
const built = await run(node, ['local/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await tool('vitest', ['run', ...process.argv.slice(2).filter((arg) => arg !== '--')]));
