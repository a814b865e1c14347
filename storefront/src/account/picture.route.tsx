import { MyPictureDocument, RemoveAvatarDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { gatewayContext, shopContext, tooLargeContext } from '../server/context.ts';
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { Picture } from '../ui/picture.tsx';
import { personalPage } from '../ui/title.ts';
import { done, mine, refusedOfMine } from './mine.ts';
import { PICTURE_TYPES, TOO_LARGE, usePicture } from './picture.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyPictureDocument, {}, options));
  return { avatar: me.avatar, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const shop = context.get(shopContext);
  if (context.get(tooLargeContext)) return data({ problem: TOO_LARGE }, { status: 413 });
  const form = await request.formData().catch(() => new FormData());
  const isRemoval = form.get('intent') === 'remove';
  const picture = form.get('picture');
  const refused = await refusedOfMine(asked, [], async () => {
    if (isRemoval) return (await shop.mutate(RemoveAvatarDocument)).removeAvatar;
    return usePicture(shop, context.get(gatewayContext), picture instanceof File ? picture : new File([], ''));
  });
  if (refused) return data({ problem: refused.problems.form }, { status: refused.status });
  throw done(asked, '/account', isRemoval ? 'Your picture is removed.' : 'This is your picture now.');
}

export const meta = personalPage('Your picture');

export default function YourPicture() {
  const { avatar, isPartial } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <>
      <h1>Picture</h1>
      <p className="lead">You see it in your account, and so does who works for the shop.</p>
      <Missing when={isPartial} />
      {avatar && (
        <>
          <Picture image={{ ...avatar, alt: 'Your picture' }} className="avatar large" eager />
          <Form method="post" className="stack">
            <button type="submit" name="intent" value="remove">
              Remove it
            </button>
          </Form>
        </>
      )}
      <Form method="post" encType="multipart/form-data" className="stack">
        <div className="field">
          <label htmlFor="picture">{avatar ? 'Another picture' : 'Your picture'}</label>
          <input
            id="picture"
            name="picture"
            type="file"
            accept={PICTURE_TYPES.join()}
            required
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? 'picture-hint picture-problem' : 'picture-hint'}
          />
          <small id="picture-hint">JPEG, PNG, WebP or AVIF, at most 20 MB. Its middle is shown, in a square.</small>
          <FieldProblem name="picture" problem={problem} />
        </div>
        <button type="submit" className="button">
          Use this picture
        </button>
      </Form>
    </>
  );
}
