import type { SpawnOptions } from 'node:child_process';

export const root: string;
/** Runs a tool of the workspace to its end with our terminal. Its exit code. */
export function tool(name: string, args: readonly string[], options?: SpawnOptions): Promise<number>;
