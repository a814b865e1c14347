import { Link } from 'react-router';

interface BrokenLinkProps {
  /** Why a link that was right leads nowhere any more; undefined: a part of it is missing. */
  ended: string | undefined;
  /** Where another one is asked for, or what else is to be done. */
  anew: string;
  label?: string;
}

/** What is shown for a link of a mail that does nothing. */
export const BrokenLink = ({ ended, anew, label = 'Send me a new link' }: BrokenLinkProps) => (
  <section className="narrow">
    <h1>{ended ? 'This link has ended' : 'This link is not complete'}</h1>
    <p>{ended ?? 'Mail programs break long links sometimes. Copy the whole link from the mail.'}</p>
    <Link className="button" to={anew}>
      {label}
    </Link>
  </section>
);
