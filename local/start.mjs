// The one command: build, then the whole system. `pnpm start [--reset] [--single] [--seed full|small|none]`, `pnpm dev`
import { node24, root, run } from './node24.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const node = node24();
const built = await run(node, ['local/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await run(node, ['--enable-source-maps', `${root}/local/system/dist/main.mjs`, ...args]));
