import { useEffect, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';

const FIRST_LOOKS_IN_MS = [500, 1_000, 1_500, 2_000, 3_000];
const LATER_LOOKS_IN_MS = 5_000;
/** Some three minutes: news of Stripe's that was lost is asked for again after one. */
const MOST_LOOKS = 40;

/** Asks for the page anew until it says something else. Returns true when it has given up. */
export function useLooking(): boolean {
  const { revalidate } = useRevalidator();
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (looks >= MOST_LOOKS) return;
    const timer = setTimeout(async () => {
      await revalidate();
      setLooks(looks + 1);
    }, FIRST_LOOKS_IN_MS[looks] ?? LATER_LOOKS_IN_MS);
    return () => clearTimeout(timer);
  }, [looks, revalidate]);
  return looks >= MOST_LOOKS;
}

/** Looks again when the shopper comes back to this tab: the order may have been paid in another one. */
export function useLookOnReturn(): void {
  const { revalidate } = useRevalidator();
  const current = useRef(revalidate);
  current.current = revalidate;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void current.current();
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pageshow', look);
    };
  }, []);
}
