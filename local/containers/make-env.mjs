// Writes .env with fresh keys for docker compose: node local/containers/make-env.mjs [file]
// Needs Node and nothing else. Never overwrites a file: a running system's data belongs to its keys.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readSubgraphs } from '../subgraphs.mjs';

const subgraphs = readSubgraphs(fileURLToPath(new URL('../..', import.meta.url))).map(({ name }) => name);
const secret = () => randomBytes(32).toString('hex');

/** Every variable that docker-compose.yml asks for, with fresh values. */
export function makeEnvironment() {
  const privateJwks = {};
  const publicJwks = [];
  for (const name of ['gateway', ...subgraphs]) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { d, ...publicJwk } = { ...privateKey.export({ format: 'jwk' }), kid: name, alg: 'EdDSA', use: 'sig' };
    privateJwks[`${name.toUpperCase()}_PRIVATE_JWK`] = JSON.stringify({ ...publicJwk, d });
    publicJwks.push(publicJwk);
  }
  return {
    POSTGRES_PASSWORD: secret(),
    ...Object.fromEntries(subgraphs.map((name) => [`${name.toUpperCase()}_DATABASE_PASSWORD`, secret()])),
    ...privateJwks,
    INTERNAL_JWKS: JSON.stringify({ keys: publicJwks }),
    ORDER_TOKEN_SECRET: secret(),
    FILES_SECRET: secret(),
    STRIPE_SECRET_KEY: `sk_test_${secret()}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${secret()}`,
  };
}

/** The local Google. Without these lines nobody signs in with Google; in production they are those of the shop at Google. */
const GOOGLE = `GOOGLE_CLIENT_ID='storegraph.local'
GOOGLE_CLIENT_SECRET='local-google-secret'
GOOGLE_ISSUER='http://google:4012'
GOOGLE_ORIGIN='http://localhost:4012'
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = process.argv[2] ?? '.env';
  const lines = Object.entries(makeEnvironment()).map(([name, value]) => `${name}='${value}'\n`);
  try {
    writeFileSync(file, lines.join('') + GOOGLE, { mode: 0o600, flag: 'wx' });
    console.log(`${file} is written. Next: docker compose up --build`);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    console.error(`${file} exists already. Delete it first if you want new keys, and the volume "postgres" with it.`);
    process.exitCode = 1;
  }
}
