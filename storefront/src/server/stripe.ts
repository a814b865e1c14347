interface Sources {
  script: string[];
  frame: string[];
  connect: string[];
}

/** Where a page may load from to be paid at, for its content security policy. Stripe's own script has more than one address. */
export function sourcesOf(scriptUrl: string): Sources {
  const { origin } = new URL(scriptUrl);
  if (origin !== 'https://js.stripe.com') return { script: [origin], frame: [origin], connect: [origin] };
  const script = [origin, 'https://*.js.stripe.com'];
  return { script, frame: [...script, 'https://hooks.stripe.com'], connect: ['https://api.stripe.com'] };
}
