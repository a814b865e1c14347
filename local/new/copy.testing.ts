import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../node24.mjs';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.storegraph', '.stryker', 'artifacts', 'results']);
const WORKSPACE = ['.', 'gateway', 'storefront', 'local', 'packages/*', 'subgraphs/*'];
/** Has every package that a new subgraph needs. */
const MODEL = 'subgraphs/carts';

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Copy {
  folder: string;
  read(file: string): string;
  /** What the command prints; throws with all of it when it fails. `pnpm` is what a package of this workspace makes of it. */
  run(command: string): Promise<string>;
  /** What `pnpm install` does, with the packages that are here: no network. */
  install(): void;
  remove(): void;
}

/** The checkout once more, to change as one likes. */
export function copyCheckout(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-copy-'));
  cpSync(root, folder, { recursive: true, filter: (path) => path === root || !LEFT_OUT.has(basename(path)) });
  const copy: Copy = {
    folder,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    install: () => link(folder),
    async run(command) {
      const script = `set -euo pipefail\n${PNPM}\ncd ${folder}\n${command}`;
      // what this process tells its own tests is not for those in there
      const { TEST_POSTGRES_URL: _, NODE_OPTIONS: __, ...others } = process.env;
      const env = { ...others, ROOT: folder, NO_COLOR: '1', PATH: `${folder}/node_modules/.bin:${process.env.PATH}` };
      const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { env, maxBuffer: 1e7 }).catch(
        (error) => {
          throw new Error(`${command}\n${error.stdout}${error.stderr}`);
        },
      );
      return stdout + stderr;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  copy.install();
  return copy;
}

/** A script of the root, or a program of the package that one is in. */
const PNPM = `pnpm() {
  local script; script=$(node -p "require('$ROOT/package.json').scripts['$1'] ?? ''")
  if [ -n "$script" ]; then (cd "$ROOT" && eval "$script \\"\\\${@:2}\\""); else "node_modules/.bin/$1" "\${@:2}"; fi
}`;

function link(folder: string): void {
  const packages = globSync(
    WORKSPACE.map((place) => join(place, 'package.json')),
    { cwd: folder },
  ).map((file) => {
    const manifest = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Manifest;
    return { place: dirname(file), manifest };
  });
  const placeOf = new Map(packages.map(({ place, manifest }) => [manifest.name, place]));
  for (const { place, manifest } of packages) {
    const model = existsSync(join(root, place)) ? place : MODEL;
    const installed = join(root, model, 'node_modules');
    const modules = join(folder, place, 'node_modules');
    rmSync(modules, { recursive: true, force: true });
    mkdirSync(modules, { recursive: true });
    for (const hidden of ['.bin', '.pnpm'])
      if (existsSync(join(installed, hidden))) symlinkSync(join(installed, hidden), join(modules, hidden));
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    for (const name of Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      const own = placeOf.get(name);
      const target = own === undefined ? join(installed, name) : join(folder, own);
      if (!existsSync(target) && optionalDependencies?.[name]) continue; // of another platform
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(target, join(modules, name));
    }
  }
}
