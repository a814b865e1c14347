// `pnpm bench [--quick] [--products 10000] [--only "list page"]`: builds, then measures.
import { node24, run, tool } from './node24.mjs';

const built = await run(node24(), ['local/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await tool('tsx', ['bench/graph/main.ts', ...process.argv.slice(2).filter((arg) => arg !== '--')]));
