import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { GATEWAY, OPERATOR } from '@storegraph/kit';
import { domains } from './layout.ts';

/** Made once per data directory, never committed, readable by its owner only. */
export interface Secrets {
  keys: Record<string, JWK>;
  rolePasswords: Record<string, string>;
  orderTokenSecret: string;
  stripeWebhookSecret: string;
}

export async function loadSecrets(file: string): Promise<Secrets> {
  if (existsSync(file)) return withAllKeys(file, JSON.parse(readFileSync(file, 'utf8')) as Secrets);
  const random = () => randomBytes(24).toString('base64url');
  const keys = await Promise.all(
    [GATEWAY, OPERATOR, ...domains].map(async (name) => [name, await newKey(name)] as const),
  );
  const secrets: Secrets = {
    keys: Object.fromEntries(keys),
    rolePasswords: Object.fromEntries(domains.map((domain) => [domain, random()])),
    orderTokenSecret: random() + random(),
    stripeWebhookSecret: `whsec_${random()}`,
  };
  mkdirSync(dirname(file), { recursive: true });
  write(file, secrets);
  return secrets;
}

const whoHasKeys = [GATEWAY, OPERATOR, ...domains];

/** A file of before may lack the key of who came later. */
async function withAllKeys(file: string, secrets: Secrets): Promise<Secrets> {
  const missing = whoHasKeys.filter((name) => !secrets.keys[name]);
  if (missing.length === 0) return secrets;
  const complete = { ...secrets, keys: { ...secrets.keys, ...(await newKeys(missing)) } };
  write(file, complete);
  return complete;
}

const write = (file: string, secrets: Secrets): void =>
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });

const newKeys = async (names: readonly string[]): Promise<Secrets['keys']> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await newKey(name)] as const)));

async function newKey(name: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: name, alg: 'EdDSA', use: 'sig' };
}

/** What every service may know of the others' keys. */
export const publicKeys = ({ keys }: Secrets): { keys: JWK[] } => ({
  keys: Object.values(keys).map(({ d: _, ...key }) => key),
});
