import { assertId, type SubgraphDefinition } from '@storegraph/kit';
import { type SampleLoaders, sampleLoaders } from './sample/sample.loaders.ts';
import { SampleResolver } from './sample/sample.resolver.ts';

export const samples: SubgraphDefinition<SampleLoaders> = {
  name: 'samples',
  migrations: new URL('../migrations', import.meta.url),
  resolvers: [SampleResolver],
  loaders: sampleLoaders,
  entities: {
    Sample: ({ id }, { loaders }) => loaders.sample.load(assertId('sample', id, 'id')),
  },
};
