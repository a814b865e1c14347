import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { GATEWAY, OPERATOR } from '@storegraph/kit';
import { StartProblem } from '../storage.mjs';
import { type Domain, domains, forDomains } from './layout.ts';

/** Made once per data directory, never committed, readable by its owner only. */
export interface Secrets {
  keys: Record<string, JWK>;
  superuserPassword: string;
  rolePasswords: Record<Domain, string>;
  orderTokenSecret: string;
  filesSecret: string;
  stripeWebhookSecret: string;
}

const random = (): string => randomBytes(24).toString('base64url');

const whoHasKeys = [GATEWAY, OPERATOR, ...domains];

/** What is there stays; what an older version did not have is made. */
export async function loadSecrets(file: string): Promise<Secrets> {
  const kept = readSecrets(file);
  if (isComplete(kept)) {
    chmodSync(file, 0o600);
    return kept;
  }
  const fresh = await newSecrets();
  const secrets: Secrets = {
    ...fresh,
    ...kept,
    keys: { ...fresh.keys, ...kept?.keys },
    rolePasswords: { ...fresh.rolePasswords, ...kept?.rolePasswords },
  };
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(unfinished, file);
  return secrets;
}

const isComplete = (kept: Partial<Secrets> | undefined): kept is Secrets =>
  kept?.superuserPassword !== undefined &&
  kept.filesSecret !== undefined &&
  whoHasKeys.every((name) => kept.keys?.[name]) &&
  domains.every((domain) => kept.rolePasswords?.[domain]);

function readSecrets(file: string): Partial<Secrets> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StartProblem(
      `${file} is not JSON. Put a copy of it back, or delete it: new secrets are made, and whoever is signed in signs in again`,
    );
  }
}

async function newSecrets(): Promise<Secrets> {
  const keys = await Promise.all(whoHasKeys.map(async (name) => [name, await newKey(name)] as const));
  return {
    keys: Object.fromEntries(keys),
    superuserPassword: random(),
    rolePasswords: forDomains(random),
    orderTokenSecret: random() + random(),
    filesSecret: random() + random(),
    stripeWebhookSecret: `whsec_${random()}`,
  };
}

async function newKey(name: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: name, alg: 'EdDSA', use: 'sig' };
}

/** What every service may know of the others' keys. */
export const publicKeys = ({ keys }: Secrets): { keys: JWK[] } => ({
  keys: Object.values(keys).map(({ d: _, ...key }) => key),
});
