import { Text } from '@storegraph/kit';
import { Field, InputType } from 'type-graphql';
import { OwnerProofInput } from '../proof/proof.input.ts';

@InputType({ description: 'That it is really they who want their account deleted: one of the two, not both.' })
export class DeleteMyAccountInput extends OwnerProofInput {
  @Field(() => String, { nullable: true, description: 'Why, for the shop; 1 to 500 characters. Default: not said.' })
  @Text({ max: 500, lines: true })
  reason?: string | null;
}
