import type { Plugin } from 'rolldown';

export const folders: Record<string, string>;
export function bundle(names: readonly string[], options?: { into?: string; plugins?: Plugin[] }): Promise<void>;
