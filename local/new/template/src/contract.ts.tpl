import { contract, event } from '@storegraph/kit';
import { z } from 'zod';

const sample = z.object({ sampleId: z.string(), userId: z.string() });

/** All that other subgraphs may know: events, each with those that it goes to, and commands, each with those that may ask for it. */
export const samples = contract('samples', {
  events: {
    SampleCreated: event(sample, { to: [] }),
  },
  commands: {},
});
