import { Link } from 'react-router';
import { useLooking } from './looking.ts';

/** What was ordered is not held any more. */
export function Over({ isLate }: { isLate: boolean }) {
  return (
    <section className="problem">
      <h1>{isLate ? 'The time to pay is over' : 'This order was cancelled'}</h1>
      <p>Nothing more can be paid for this order. You can order again.</p>
      <Link className="button" to="/cart" reloadDocument>
        Order again
      </Link>
    </section>
  );
}

/** The clock has run out; a payment of the last second may still arrive. */
export function Closing() {
  const hasGivenUp = useLooking();
  if (hasGivenUp) return <Over isLate />;
  return (
    <section className="problem" role="status">
      <h1>The time to pay is over</h1>
      <p>One moment: we look whether a payment has arrived.</p>
    </section>
  );
}
