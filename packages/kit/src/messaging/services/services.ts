import { readFileSync } from 'node:fs';
import { EnvironmentError } from '../../process/environment.ts';
import { followFile, stateOfFile } from '../../process/followFile.ts';
import type { Logger } from '../../process/logger.ts';

/** The base URLs of one service, each of a process or of a name for several. */
export interface Addresses {
  /** The same array until they change. */
  now(): readonly string[];
  /** Returns what ends it. */
  onChange(changed: () => void): () => void;
}

export const fixed = (...urls: string[]): Addresses => ({ now: () => urls, onChange: () => () => {} });

/** "users=http://a|http://b,products=http://c" as a map from name to base URLs; a line end separates as a comma does. */
export function parseServices(value: string): Map<string, string[]> {
  const pairs = value.split(/[,\n]/).filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair) => {
      const [, name, list = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      const urls = list.split('|').map((url) => url.trim().replace(/\/$/, ''));
      if (!name || !urls.every((url) => URL.canParse(url)))
        throw new EnvironmentError(`SERVICES: "${pair}" is not name=url or name=url|url`);
      return [name, [...new Set(urls)]];
    }),
  );
}

/** Where all services are. What the file says of a service goes before what `given` says. */
export class Services {
  private known: ReadonlyMap<string, readonly string[]>;
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[] = [];

  constructor(private readonly given: ReadonlyMap<string, readonly string[]>) {
    this.known = given;
  }

  /** `file` in the format of SERVICES, one service a line if you like: read again on SIGHUP and when it has changed. */
  static read({ SERVICES, SERVICES_FILE }: { SERVICES: string; SERVICES_FILE: string }, log: Logger): Services {
    const services = new Services(parseServices(SERVICES));
    if (SERVICES_FILE) services.follow(SERVICES_FILE, log);
    return services;
  }

  get names(): string[] {
    return [...this.known.keys()];
  }

  of(name: string): Addresses | undefined {
    if (!this.known.has(name)) return undefined;
    const gone: string[] = [];
    return {
      now: () => this.known.get(name) ?? gone,
      onChange: (changed) => {
        this.listeners.add(changed);
        return () => this.listeners.delete(changed);
      },
    };
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private follow(file: string, log: Logger): void {
    const state = stateOfFile(file);
    try {
      this.use(file);
    } catch (error) {
      throw new EnvironmentError(`SERVICES_FILE: ${(error as Error).message}`);
    }
    const again = () => {
      try {
        this.use(file);
        log.info({ file }, 'the addresses of services are read again');
      } catch (error) {
        log.error({ err: error, file }, 'the new addresses of services cannot be used: the old ones are kept');
      }
    };
    process.on('SIGHUP', again);
    this.stops.push(followFile(file, state, again), () => process.off('SIGHUP', again));
  }

  private use(file: string): void {
    this.known = new Map([...this.given, ...parseServices(readFileSync(file, 'utf8'))]);
    for (const changed of this.listeners) changed();
  }
}
