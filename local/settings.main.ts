// Writes docs/settings.md. Run by `pnpm generate`.
import { writeFileSync } from 'node:fs';
import { settingsAsMarkdown } from './settings.ts';

writeFileSync(new URL('../docs/settings.md', import.meta.url), settingsAsMarkdown());
