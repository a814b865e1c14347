// A script of the workspace on Node 24: `node local/script.mjs [--build] <file.ts> [arguments]`. --build builds the services first.
import { node24, run, tool } from './node24.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const building = args[0] === '--build';
const node = node24();
const built = building ? await run(node, ['local/build.mjs']) : 0;
if (built !== 0) process.exit(built);
process.exit(await tool('tsx', building ? args.slice(1) : args));
