import { Form, useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';

export function useGoogle(): boolean {
  const root = useRouteLoaderData<typeof loader>('root');
  return root?.settings?.signInWith.includes('GOOGLE') ?? false;
}

/** The other way to sign in and to make an account, where the shop has it. */
export function WithGoogle({ to }: { to: string }) {
  if (!useGoogle()) return null;
  return (
    <Form method="post" reloadDocument action={`/sign-in/google?${new URLSearchParams({ to })}`} className="other-way">
      <p>or</p>
      <button type="submit">Continue with Google</button>
    </Form>
  );
}
