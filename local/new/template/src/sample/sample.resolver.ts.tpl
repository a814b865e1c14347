import { answer, assertId, type Context, Input, requireViewer } from '@storegraph/kit';
import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { CreateSampleInput } from './sample.input.ts';
import type { SampleLoaders } from './sample.loaders.ts';
import { createSample } from './sample.service.ts';
import { Sample, SamplePayload } from './sample.type.ts';

type SampleContext = Context<SampleLoaders>;

@Resolver(() => Sample)
export class SampleResolver {
  @Query(() => Sample, {
    nullable: true,
    description: 'What somebody has written; null when there is none. For themselves; for staff any.',
  })
  sample(
    @Arg('id', () => ID, { description: 'Which one, by its `Sample.id`.' }) id: string,
    @Ctx() { loaders }: SampleContext,
  ): Promise<Sample | null> {
    return loaders.sample.load(assertId('sample', id, 'id'));
  }

  @Authorized()
  @Mutation(() => SamplePayload, {
    description: 'Writes one. Signed in, for themselves. Errors: IDEMPOTENCY_KEY_REUSED.',
  })
  createSample(
    @Input(() => CreateSampleInput) input: CreateSampleInput,
    @Ctx() ctx: SampleContext,
  ): Promise<SamplePayload> {
    return answer<SamplePayload>(async () => {
      const id = await createSample(ctx.db, requireViewer(ctx).id, input);
      return { sample: (await ctx.loaders.sample.load(id)) ?? undefined };
    });
  }
}
