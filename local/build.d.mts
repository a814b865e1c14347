import type { Plugin } from 'rolldown';

export const folders: Record<string, string>;
export function bundle(
  names: readonly string[],
  options?: { into?: string; plugins?: Plugin[]; begin?(name: string): void },
): Promise<void>;
export function explain(error: unknown): string;
