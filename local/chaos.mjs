// `pnpm chaos [--seed 7] [--soak [minutes]]`: builds, then lets shoppers buy while everything breaks, heals it and checks the books.
import { node24, run, tool } from './node24.mjs';

const built = await run(node24(), ['local/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await tool('tsx', ['chaos/main.ts', ...process.argv.slice(2).filter((arg) => arg !== '--')]));
