// Plain JavaScript for whatever Node the host has: finds the Node that everything else runs on, or says what to do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const NEEDED = 24;

export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** The Node 24 that came with the packages; elsewhere the host's, when it is new enough. */
export function node24() {
  if (!existsSync(`${root}/node_modules/.pnpm`)) {
    fail(
      'The packages are not installed. Run "npx -y pnpm@12.21.0 install" and read what it says; this needs the package registry once.',
    );
  }
  const packaged = `${root}/node_modules/.bin/node`;
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  fail(
    `Node ${process.versions.node} is too old, and no Node ${NEEDED} package exists for ${process.platform}-${process.arch} or its install failed.\n` +
      `Run "npx -y pnpm@12.21.0 install" again, or install Node ${NEEDED} on this machine.`,
  );
}

/** Runs a command to its end with our terminal; signals are passed on. Returns the exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const pass = (signal) => () => child.kill(signal);
    const handlers = { SIGINT: pass('SIGINT'), SIGTERM: pass('SIGTERM'), SIGHUP: pass('SIGTERM') };
    for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

/** Runs a tool of the workspace on Node 24. */
export const tool = (name, args, options = {}) =>
  run(`${root}/node_modules/.bin/${name}`, args, {
    ...options,
    env: { ...process.env, PATH: `${root}/node_modules/.bin:${process.env.PATH}`, ...options.env },
  });
