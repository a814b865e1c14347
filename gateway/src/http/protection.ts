import { type ConnectionLimits, connectionLimits, EnvironmentError } from '@storegraph/kit';
import type { GatewayEnvironment } from '../gateway.env.ts';
import type { TrustedDocuments } from '../trusted.ts';
import type { TrustedOnly } from '../trustedOnly.ts';
import { readRateLimits } from './rateLimits.settings.ts';
import { createRateLimits, type RateLimits } from './rateLimits.ts';

/** What keeps clients within bounds. */
export interface Protection {
  trustedOnly: TrustedOnly;
  rateLimits: RateLimits | undefined;
  connections: ConnectionLimits;
}

/** By the environment; throws for what makes no sense. */
export function protectionBy(env: GatewayEnvironment, trusted: TrustedDocuments): Protection {
  const production = env.NODE_ENV === 'production';
  const trustedOnly = env.TRUSTED_ONLY ?? (production ? 'anonymous' : 'off');
  if (trustedOnly !== 'off' && trusted.size === 0)
    throw new EnvironmentError(
      `TRUSTED_ONLY is ${trustedOnly}, and there are no trusted documents: set TRUSTED_DOCUMENTS, or TRUSTED_ONLY=off`,
    );
  const limits = readRateLimits(env.RATE_LIMITS, production);
  return {
    trustedOnly,
    rateLimits: limits && createRateLimits(limits),
    connections: connectionLimits(env),
  };
}
