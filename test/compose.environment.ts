import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ComposeService {
  image?: string;
  build?: { context: string; args: { SERVICE: string } };
  environment: Record<string, string>;
  networks: string[];
  ports?: string[];
  volumes?: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const root = new URL('../', import.meta.url);
export const readRoot = (path: string): string => readFileSync(new URL(path, root), 'utf8');
export const composeFile = parse(readRoot('docker-compose.yml'), { merge: true }) as ComposeFile;

/** What compose does with ${NAME}, ${NAME:-default} and ${NAME:?message}. */
export function interpolate(value: string, variables: Record<string, string | undefined>): string {
  return value.replace(/\$\{(\w+)(?:(:-|:\?)([^}]*))?\}/g, (_, name: string, operator?: string, text = '') => {
    const known = variables[name];
    if (known) return known;
    if (operator === ':-') return text;
    throw new Error(`${name} is missing: ${text}`);
  });
}

/** The environment that a service's process sees. */
export const environmentOf = (service: string, variables: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(composeFile.services[service]!.environment).map(([name, value]) => [
      name,
      interpolate(String(value), variables),
    ]),
  );
