#!/usr/bin/env node
// `storegraph-gateway --supergraph <file>` on Node 24, in the folder where it is called.
import { root, tool } from '../../local/node24.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const source = ['--tsconfig', `${root}/tsconfig.json`, `${root}/gateway/src/cli.ts`];
process.exit(await tool('tsx', [...source, ...args], { cwd: process.cwd() }));
