import type { Answer, Link, Operation } from '@storegraph/executor';
import { DomainError } from '@storegraph/kit';
import type { GatewayContext } from './context.ts';
import type { TrustedDocuments } from './trusted.ts';

/** Who may ask for nothing else than trusted documents. */
export type TrustedOnly = 'off' | 'anonymous' | 'all';

/** Refuses what is no trusted document, by hash or by its text to the letter, before any other link has looked at it. */
export function trustedOnly(trusted: TrustedDocuments, whom: TrustedOnly): Link<Operation<GatewayContext>, Answer> {
  const texts = new Set(trusted.values());
  return (next) => async (operation) => {
    const isFree = whom === 'off' || (whom === 'anonymous' && operation.context.viewer !== null);
    if (isFree || texts.has(operation.source)) return next(operation);
    throw new DomainError('OPERATION_NOT_ALLOWED', 'Only trusted documents are executed here', {
      field: 'query',
      rule: 'trusted',
      http: { status: 400 },
    });
  };
}
