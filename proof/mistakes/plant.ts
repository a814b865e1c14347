import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, folders } from '../../local/build.mjs';
import type { ProcessName } from '../../local/system/system.ts';

/** A mistake that a test must notice, as an edit of the sources: product code has no switches for tests. */
export interface Mistake {
  name: string;
  /** The process that makes it; a mistake in the kit is made by this one only. */
  process: ProcessName;
  edits: readonly Edit[];
}

export interface Edit {
  /** Below the root of the checkout: a source, or a migration of the process. */
  file: string;
  /** Has to be there exactly once, so that a mistake whose place has changed is not planted in vain. */
  search: string;
  replace: string;
}

/** For startSystem: `bundles` with the mistake in it. */
export interface Planted extends Disposable {
  bundles: Partial<Record<ProcessName, string>>;
}

const root = join(import.meta.dirname, '../..');

/** Builds the process from sources with the mistake, in a temporary folder; the checkout and its bundles stay as they are. */
export async function plant(mistake: Mistake): Promise<Planted> {
  const into = mkdtempSync(join(tmpdir(), 'storegraph-planted-'));
  const remove = () => rmSync(into, { recursive: true, force: true });
  try {
    await buildInto(into, mistake);
  } catch (error) {
    remove();
    throw error;
  }
  const bundle = join(into, folders[mistake.process]!, 'dist/main.mjs');
  return { bundles: { [mistake.process]: bundle }, [Symbol.dispose]: remove };
}

async function buildInto(into: string, { name, process, edits }: Mistake): Promise<void> {
  const open = new Set(edits);
  const edited = (file: string, text: string) =>
    edits
      .filter((edit) => edit.file === file)
      .reduce((current, edit) => {
        open.delete(edit);
        return editOnce(name, current, edit);
      }, text);

  const load = (id: string) => {
    const file = id.slice(root.length + 1);
    return edits.some((edit) => edit.file === file) ? edited(file, readFileSync(id, 'utf8')) : null;
  };
  await bundle([process], { into, plugins: [{ name: 'plant', load }] });
  const migrations = `${folders[process]}/migrations`;
  if (existsSync(join(root, migrations))) {
    cpSync(join(root, migrations), join(into, migrations), { recursive: true });
    for (const entry of readdirSync(join(into, migrations)).filter((file) => file.endsWith('.sql'))) {
      const path = join(into, migrations, entry);
      writeFileSync(path, edited(`${migrations}/${entry}`, readFileSync(path, 'utf8')));
    }
  }
  const [unused] = open;
  if (unused) throw new Error(`"${name}": ${unused.file} is not part of ${process}`);
}

function editOnce(name: string, text: string, { file, search, replace }: Edit): string {
  const found = text.split(search).length - 1;
  if (found !== 1) throw new Error(`"${name}": found ${found} times instead of once in ${file}: ${search}`);
  return text.replace(search, () => replace);
}
