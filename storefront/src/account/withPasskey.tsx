import { useState } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';
import { FieldProblem } from '../ui/field.tsx';
import { type Problems, signInByDevice, useHasPasskeys } from './passkey.script.ts';

export function useOffersPasskeys(): boolean {
  const root = useRouteLoaderData<typeof loader>('root');
  return root?.settings?.signInWith.includes('PASSKEY') ?? false;
}

/** Another way to sign in, where shop and browser have it. */
export function WithPasskey({ to }: { to: string }) {
  const isOffered = useOffersPasskeys();
  const hasPasskeys = useHasPasskeys();
  const [isBusy, setIsBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  if (!isOffered || !hasPasskeys) return null;
  const signIn = async () => {
    setIsBusy(true);
    setProblems({});
    const found = await signInByDevice(`/sign-in/passkey?${new URLSearchParams({ to })}`);
    if (!found) return;
    setProblems(found);
    setIsBusy(false);
  };
  return (
    <div className="other-way">
      <button type="button" onClick={signIn} disabled={isBusy}>
        Sign in with a passkey
      </button>
      <FieldProblem name="passkey" problem={problems.form} />
    </div>
  );
}
