import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  command,
  contract,
  enqueueJob,
  type Messenger,
  remote,
  runSubgraph,
  type SubgraphDefinition,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const others = contract('others', {
  events: {},
  commands: { help: command({ input: z.object({ from: z.string() }), output: z.null(), from: ['patience'] }) },
});
const patience: SubgraphDefinition = {
  ...bareSubgraph('patience'),
  jobs: {
    async later(service) {
      await remote(service, others).help({ from: 'a job' });
    },
  },
};

test('what a job asks of another service is sent even when nothing should be; what a client waits for is not', async () => {
  const asked: unknown[] = [];
  const messenger: Messenger = {
    command: async (service, name, input, patient = false) => {
      asked.push([service, name, input, patient]);
      return null;
    },
    deliver: async () => {},
    close: async () => {},
  };
  const database = await createTestDatabase(patience);
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'patience', alg: 'EdDSA' };
  const running = await runSubgraph(patience, {
    environment: {
      PORT: '0',
      LOG_LEVEL: 'silent',
      SERVICES: 'others=http://127.0.0.1:1',
      DATABASE_URL: database.url,
      INTERNAL_PRIVATE_JWK: JSON.stringify(jwk),
      INTERNAL_JWKS: JSON.stringify({ keys: [{ ...jwk, d: undefined }] }),
    },
    messenger: () => messenger,
  });
  try {
    await remote(running.service, others).help({ from: 'a client' });
    await enqueueJob(running.service.db, 'later', 'once', {});
    await expect
      .poll(() => asked)
      .toEqual([
        ['others', 'help', { from: 'a client' }, false],
        ['others', 'help', { from: 'a job' }, true],
      ]);
  } finally {
    await running.stop();
    await database.drop();
  }
});
