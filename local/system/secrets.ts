import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { domains } from './layout.ts';

/** Made once per data directory, never committed, readable by its owner only. */
export interface Secrets {
  keys: Record<string, JWK>;
  rolePasswords: Record<string, string>;
  orderTokenSecret: string;
  stripeWebhookSecret: string;
}

export async function loadSecrets(file: string): Promise<Secrets> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const random = () => randomBytes(24).toString('base64url');
  const keys = await Promise.all(['gateway', ...domains].map(async (name) => [name, await newKey(name)] as const));
  const secrets: Secrets = {
    keys: Object.fromEntries(keys),
    rolePasswords: Object.fromEntries(domains.map((domain) => [domain, random()])),
    orderTokenSecret: random() + random(),
    stripeWebhookSecret: `whsec_${random()}`,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

async function newKey(name: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: name, alg: 'EdDSA', use: 'sig' };
}

/** What every service may know of the others' keys. */
export const publicKeys = ({ keys }: Secrets): { keys: JWK[] } => ({
  keys: Object.values(keys).map(({ d: _, ...key }) => key),
});
