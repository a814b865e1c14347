import { Image } from '@storegraph/commerce';
import { answer, type Context, filesOf, Input, PICTURE_RULES, UploadInput, UploadPayload } from '@storegraph/kit';
import { Arg, Authorized, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { changed, User, UserPayload } from '../user/user.type.ts';
import { ConfirmAvatarInput } from './avatar.input.ts';
import { avatarKey, sideFor } from './avatar.rules.ts';
import { confirmAvatar, createAvatarUpload, removeAvatar } from './avatar.service.ts';

@Resolver(() => User)
export class AvatarResolver {
  @Authorized()
  @Mutation(() => UploadPayload, {
    description: `Says where to send a picture of the viewer: ${PICTURE_RULES}. Its bytes are taken for 15 minutes; then \`confirmAvatar\` shows it. Signed in. Errors: RATE_LIMITED after 20 in a day.`,
  })
  createAvatarUpload(@Ctx() context: Context, @Input(() => UploadInput) input: UploadInput): Promise<UploadPayload> {
    return answer<UploadPayload>(() => createAvatarUpload(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      "Makes what was sent the viewer's picture, in place of the one before: its middle in several sizes, without anything else that was in the file. Signed in. BAD_USER_INPUT names the rule that a file breaks, which has to be sent anew then: `bytes`, `sha256`, `picture`, `sides`, `pixels`, `damaged`. Errors: NOT_FOUND for an upload that is used, older than a day or somebody else's, INVALID_STATE while nothing was sent, RATE_LIMITED while another one of the account is made, or very many are sent.",
  })
  confirmAvatar(
    @Ctx() context: Context,
    @Input(() => ConfirmAvatarInput) { uploadId }: ConfirmAvatarInput,
  ): Promise<UserPayload> {
    return changed(() => confirmAvatar(context, uploadId));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description: "Takes the viewer's picture away; nothing happens when there is none. Signed in.",
  })
  removeAvatar(@Ctx() context: Context): Promise<UserPayload> {
    return changed(() => removeAvatar(context));
  }

  @FieldResolver(() => Image, {
    nullable: true,
    description: 'Their picture: a square in WebP, whose address is another one for another picture. Null without one.',
  })
  avatar(
    @Root() { row }: User,
    @Ctx() { service }: Context,
    @Arg('size', () => Int, {
      defaultValue: 256,
      description:
        'How many pixels it should have on a side. There are 64, 128, 256 and 512: the smallest one that has as many, or the largest.',
    })
    size: number,
  ): Image | null {
    if (!row.avatar) return null;
    const side = sideFor(size);
    const url = filesOf(service).signedRead(avatarKey(row.avatar, side), 'immutable');
    return { url, alt: null, width: side, height: side };
  }
}
