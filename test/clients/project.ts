import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface Project {
  folder: string;
  write(file: string, content: string): void;
  read(file: string): string;
  /** What the program prints; throws with all that it said when it fails. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): void;
}

/** A program of the workspace. */
export const tool = (name: string): string => resolve('node_modules/.bin', name);

/** An empty folder of somebody who has never seen this repository. */
export function emptyProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-project-'));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  return {
    folder,
    write,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    async run(program, ...args) {
      // what this process tells its own children is not for those in there
      const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...env } = process.env;
      const { stdout } = await promisify(execFile)(program, args, {
        cwd: folder,
        env: { ...env, NO_COLOR: '1' },
      }).catch((error) => {
        throw new Error(`${program} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
      });
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
