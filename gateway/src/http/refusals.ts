import { badInput, DomainError } from '@storegraph/kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mediaTypeOf } from './negotiate.ts';

/** 405 for every method but these. HEAD is one of them: its answer would have to be made to be thrown away. */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  const refuse = async (): Promise<never> => {
    const http = { status: 405, headers: [['allow', allowed.join(', ')]] };
    throw badInput('method', 'allowed', `Only ${allowed.join(' and ')} are possible here`, { http });
  };
  const method = app.supportedMethods.filter((name) => !allowed.includes(name));
  app.route({ method, url, onRequest: refuse, handler: refuse });
}

/** 406, before anything is done, for a client that could not read the answer. */
export async function refuseUnreadable({ headers: { accept } }: FastifyRequest): Promise<void> {
  if (mediaTypeOf(accept)) return;
  throw new DomainError('BAD_USER_INPUT', 'Answers are application/json or application/graphql-response+json', {
    field: 'accept',
    rule: 'mediaType',
    http: { status: 406 },
  });
}
