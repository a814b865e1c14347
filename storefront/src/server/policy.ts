interface Sources {
  script: string[];
  frame: string[];
  connect: string[];
  /** Where forms may lead to. */
  form: string[];
}

/**
 * The content security policy of pages: what they load comes from this site, and for those that are paid at from Stripe; where somebody
 * signs in, a form may lead to Google.
 */
export const policyOf = ({ script = [], frame = [], connect = [], form = [] }: Partial<Sources> = {}) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", ...script],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", ...connect],
    ...(frame.length > 0 && { frameSrc: frame }),
    manifestSrc: ["'self'"],
    formAction: ["'self'", ...form],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** Where a page loads from to be paid at. Stripe's own script has more than one address. */
export function sourcesOf(scriptUrl: string): Omit<Sources, 'form'> {
  const { origin } = new URL(scriptUrl);
  if (origin !== 'https://js.stripe.com') return { script: [origin], frame: [origin], connect: [origin] };
  const script = [origin, 'https://*.js.stripe.com'];
  return { script, frame: [...script, 'https://hooks.stripe.com'], connect: ['https://api.stripe.com'] };
}
