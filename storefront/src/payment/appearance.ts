import type { Appearance } from '@stripe/stripe-js';
import { useEffect, useState } from 'react';

/** The frame of the card form cannot see our style sheet: it is told what the page looks like. */
function lookOfThePage(): Appearance {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const appearance: Appearance = {
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe',
    variables: {
      colorPrimary: colour('accent'),
      colorBackground: colour('card'),
      colorText: colour('ink'),
      colorTextSecondary: colour('quiet'),
      colorDanger: colour('warn'),
      borderRadius: '10px',
      fontFamily: 'system-ui, sans-serif',
    },
  };
  probe.remove();
  return appearance;
}

/** Null before there is a browser. */
export function useAppearance(): Appearance | null {
  const [appearance, setAppearance] = useState<Appearance | null>(null);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const look = () => setAppearance(lookOfThePage());
    look();
    dark.addEventListener('change', look);
    return () => dark.removeEventListener('change', look);
  }, []);
  return appearance;
}
