import postgres from 'postgres';
import { type Domain, domains } from '../../local/system/layout.ts';

/** A connection to every database, past all proxies. */
export class Databases {
  private readonly connections: Record<Domain, postgres.Sql>;

  constructor(databaseUrl: (domain: Domain) => string) {
    this.connections = Object.fromEntries(
      domains.map((domain) => [domain, postgres(databaseUrl(domain), { max: 1, onnotice: () => {} })]),
    ) as Record<Domain, postgres.Sql>;
  }

  of(domain: Domain): postgres.Sql {
    return this.connections[domain];
  }

  async ask<Row extends object>(domain: Domain, query: string): Promise<Row[]> {
    return [...(await this.connections[domain].unsafe<Row[]>(query))];
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.connections).map((sql) => sql.end({ timeout: 1 })));
  }
}
