import { StorefrontError } from '@storegraph/client';
import { type ActionFunctionArgs, redirect } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { done } from './mine.ts';

/** Only a form signs out: a link or a picture of another site does not. */
export const loader = () => redirect('/account');

export async function action(asked: ActionFunctionArgs) {
  const { context } = asked;
  await context
    .get(shopContext)
    .signOut()
    .catch((error) => {
      // this browser has forgotten it; the session ends by its age
      if (!(error instanceof StorefrontError)) throw error;
    });
  context.get(pageContext).forget();
  return done(asked, '/', 'You are signed out.');
}
