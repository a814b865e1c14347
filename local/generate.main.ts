// Writes what is read from the subgraphs, in one process: loading them takes longer than the rest. Run by `pnpm generate`.
import './compose.ts';
import { writeFileSync } from 'node:fs';
import { architectureAsMarkdown } from './architecture.ts';
import { settingsAsMarkdown } from './settings.ts';

writeFileSync('docs/settings.md', settingsAsMarkdown());
writeFileSync('docs/architecture.md', await architectureAsMarkdown(process.cwd()));
