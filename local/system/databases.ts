import postgres from 'postgres';
import { type Domain, domains } from './layout.ts';

const EXTENSIONS = ['pg_trgm', 'unaccent', 'citext', 'btree_gin'];

/** One database and one role per domain. A role gets into its own database only. */
export async function createDatabases(superuserUrl: string, passwords: Record<Domain, string>): Promise<void> {
  const admin = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    // what every Postgres comes with is the superuser's alone
    await admin.unsafe('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
    await Promise.all(domains.map((domain) => createDatabase(admin, superuserUrl, domain, passwords[domain])));
  } finally {
    await admin.end();
  }
}

async function createDatabase(
  admin: postgres.Sql,
  superuserUrl: string,
  domain: Domain,
  password: string,
): Promise<void> {
  const [role] = await admin`SELECT 1 FROM pg_roles WHERE rolname = ${domain}`;
  // domain is one of ours and the password is base64url: neither needs escaping
  await admin.unsafe(
    `${role ? 'ALTER' : 'CREATE'} ROLE ${domain} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`,
  );
  const [database] = await admin`SELECT 1 FROM pg_database WHERE datname = ${domain}`;
  if (!database) await admin.unsafe(`CREATE DATABASE ${domain} OWNER ${domain}`);
  // each time: a start may have ended between the two
  await admin.unsafe(`REVOKE ALL ON DATABASE ${domain} FROM PUBLIC`);
  const inside = postgres(Object.assign(new URL(superuserUrl), { pathname: `/${domain}` }).href, {
    max: 1,
    onnotice: () => {},
  });
  try {
    const known = (await inside`SELECT extname FROM pg_extension`).map(({ extname }) => extname as string);
    for (const extension of EXTENSIONS)
      if (!known.includes(extension)) await inside.unsafe(`CREATE EXTENSION IF NOT EXISTS ${extension}`);
  } finally {
    await inside.end();
  }
}

export const domainUrl = (port: number, domain: Domain, password: string): string =>
  `postgres://${domain}:${password}@127.0.0.1:${port}/${domain}`;
