// Writes docs/architecture.md. Run by `pnpm generate`.
import { writeFileSync } from 'node:fs';
import { architectureAsMarkdown } from './architecture.ts';

writeFileSync('docs/architecture.md', await architectureAsMarkdown(process.cwd()));
