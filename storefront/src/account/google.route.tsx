import {
  GoogleSignInUrlDocument,
  LinkGoogleDocument,
  SignInWithGoogleDocument,
  type SignInWithGoogleMutation,
  type StorefrontClient,
  StorefrontError,
} from '@storegraph/client';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { askForPassword } from './googleQuestion.ts';
import { takeCartAlong } from './guestCart.ts';
import { done, refusedOf, refusedOfMine, type Refused, signInPath } from './mine.ts';
import { backTo, pathBack } from './backTo.ts';

const WAYS_IN = '/account/sign-in';
const DENIED = 'You did not let Google tell us who you are. Nothing was changed; you can sign in another way.';
const UNFINISHED = 'Google did not say who you are. Nothing was changed; try again, or sign in another way.';
const AWAY = 'Google cannot be reached at the moment. Try again, or sign in another way.';

/** Sends the browser to Google, by a form: a link of another site begins nothing. */
export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const isLink = textOf(await request.formData(), 'intent') === 'link';
  const returnTo = isLink ? WAYS_IN : backTo(request);
  const variables = { returnTo, purpose: isLink ? ('LINK' as const) : ('SIGN_IN' as const) };
  try {
    throw redirect(await urlOf(context.get(shopContext), variables), 303);
  } catch (error) {
    if (!(error instanceof StorefrontError)) throw error;
    if (error.code === 'UNAUTHENTICATED')
      throw done(asked, signInPath(new Request(new URL(WAYS_IN, request.url))), `${error.message}.`);
    throw done(asked, isLink ? WAYS_IN : `/sign-in?${new URLSearchParams({ to: returnTo })}`, AWAY);
  }
}

type Variables = { returnTo: string; purpose: 'LINK' | 'SIGN_IN' };

/** A session that is over stands in nobody's way who signs in. */
async function urlOf(shop: StorefrontClient, variables: Variables): Promise<string> {
  const ask = async () => (await shop.query(GoogleSignInUrlDocument, variables)).googleSignInUrl!;
  return ask().catch((error) => {
    const isOver = error instanceof StorefrontError && error.code === 'UNAUTHENTICATED';
    if (isOver && variables.purpose === 'SIGN_IN') return ask();
    throw error;
  });
}

/** Where Google sends the browser back to. What came along is used up here, and leaves the address. */
export async function loader(asked: LoaderFunctionArgs) {
  const { context, request } = asked;
  const { searchParams } = new URL(request.url);
  const [code, state] = [searchParams.get('code'), searchParams.get('state')];
  const wayBack = context.get(pageContext).isSignedIn ? WAYS_IN : '/sign-in';
  if (!code || !state) {
    if (!searchParams.has('error')) throw redirect(wayBack);
    throw done(asked, wayBack, searchParams.get('error') === 'access_denied' ? DENIED : UNFINISHED);
  }
  const input = { code, state };
  const toLink = context.get(pageContext).isSignedIn ? await linked(asked, input) : undefined;
  if (toLink === null) throw done(asked, WAYS_IN, 'From now on you can sign in with Google.');
  // what was not begun to link was begun to sign in, maybe as somebody else
  const isForLink = toLink && !toLink.problems.state;
  throw isForLink ? done(asked, WAYS_IN, wordsOf(toLink)) : await signedIn(asked, input);
}

type Input = { code: string; state: string };

/** Null: it is linked. */
const linked = (asked: LoaderFunctionArgs, input: Input): Promise<Refused | null> => {
  const request = new Request(new URL(WAYS_IN, asked.request.url));
  const shop = asked.context.get(shopContext);
  return refusedOfMine(
    { ...asked, request },
    ['code', 'state'],
    async () => (await shop.mutate(LinkGoogleDocument, { input })).linkGoogle,
  );
};

async function signedIn(asked: LoaderFunctionArgs, input: Input): Promise<Response> {
  const page = asked.context.get(pageContext);
  const shop = asked.context.get(shopContext);
  let led: SignInWithGoogleMutation['signInWithGoogle'] | undefined;
  // the cart is brought along by itself, so that it can be said what became of it
  const refused = await refusedOf(['code', 'state'], async () => {
    led = (await shop.mutate(SignInWithGoogleDocument, { input })).signInWithGoogle;
    return led;
  });
  if (refused) return done(asked, '/sign-in', wordsOf(refused));
  if (led?.challenge) return askForPassword(page, led.challenge);
  return done(asked, pathBack(led?.returnTo), await takeCartAlong(shop, page));
}

const wordsOf = ({ problems, status }: Refused): string => (status === 503 ? AWAY : Object.values(problems).join(' '));
