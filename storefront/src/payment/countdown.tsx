import { useEffect, useState } from 'react';
import { asClock } from './payState.ts';

interface CountdownProps {
  /** When the page was made. */
  seconds: number;
  onOver(): void;
}

/** How long the order is held. A laptop that slept has lost the time all the same. */
export function Countdown({ seconds, onOver }: CountdownProps) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const now = Math.max(0, Math.round((until - Date.now()) / 1000));
      setLeft(now);
      if (now > 0) return;
      clearInterval(timer);
      onOver();
    };
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [seconds, onOver]);
  return (
    <p className="countdown">
      Held for you for another <span role="timer">{asClock(left)}</span>
    </p>
  );
}
