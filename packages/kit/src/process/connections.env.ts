import { z } from 'zod';
import type { ConnectionLimits } from './boundedServer.ts';
import { atLeastOne } from './environment.ts';
import { trustedProxies } from './trustedProxies.ts';

/** Of a process that the internet reaches. */
export const connectionsEnvironment = {
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .describe(
      'Addresses and ranges of load balancers whose `x-forwarded-for` counts: `10.0.0.0/8,192.0.2.1`. Without it all clients behind one are one address.',
    ),
  CONNECTIONS: atLeastOne(10_000).describe('Connections in all; what is beyond is closed at once.'),
  CONNECTIONS_PER_ADDRESS: atLeastOne(512).describe('Connections of one address.'),
};

type ConnectionsEnvironment = {
  [Name in keyof typeof connectionsEnvironment]: z.infer<(typeof connectionsEnvironment)[Name]>;
};

export const connectionLimits = (env: ConnectionsEnvironment): ConnectionLimits => ({
  perAddress: env.CONNECTIONS_PER_ADDRESS,
  inAll: env.CONNECTIONS,
  isTrustedProxy: trustedProxies(env.TRUSTED_PROXIES),
});
