import type { Changes } from '@storegraph/executor';
import { eventSchema, type VerifyToken } from '@storegraph/kit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const changeSchema = eventSchema.extend({
  version: z.literal(1).default(1),
  payload: z.looseObject({ tags: z.array(z.string()).optional() }),
});

export interface TakenEvents {
  changes: Changes;
  verify: VerifyToken;
  /** "service.Type" of each. */
  taken: readonly string[];
}

/** Events from domains, as subgraphs take them: here they say that something everybody sees has changed, by its tags or in general. */
export function takeEvents(app: FastifyInstance, { changes, verify, taken }: TakenEvents): void {
  app.post('/internal/events', async (request, reply) => {
    const caller = await verify(request.headers.authorization);
    if (!caller || caller.viewer)
      return reply.code(401).send({ error: { code: 'UNAUTHENTICATED', message: 'Events come from services only' } });
    const { data: event } = changeSchema.safeParse(request.body);
    if (!event) return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: 'This is not an event' } });
    if (!taken.includes(`${caller.service}.${event.type}`))
      return reply
        .code(403)
        .send({ error: { code: 'FORBIDDEN', message: 'This event is not taken from this service' } });
    changes.publish(event.payload.tags);
    return { outcome: 'applied' };
  });
}
