import { useLooking } from './looking.ts';

/** The bank, or the news of it, is on its way. Nothing is asked of the shopper. */
export function Waiting({ email }: { email: string | null }) {
  const hasGivenUp = useLooking();
  return (
    <section className="problem" role="status">
      <h1>{hasGivenUp ? 'Your bank takes its time' : 'Your bank is still thinking'}</h1>
      {hasGivenUp ? (
        <>
          <p>
            Nothing more is to do, and please do not pay again. We write to {email ?? 'you'} as soon as the bank has
            decided.
          </p>
          <a className="button" href="?">
            Look again
          </a>
        </>
      ) : (
        <p>One moment. This page goes on by itself.</p>
      )}
    </section>
  );
}
