import { registerEnumType } from 'type-graphql';

export enum SignInMethod {
  PASSWORD = 'PASSWORD',
  GOOGLE = 'GOOGLE',
  PASSKEY = 'PASSKEY',
}
registerEnumType(SignInMethod, {
  name: 'SignInMethod',
  description: 'A way to sign in.',
  valuesConfig: {
    PASSWORD: { description: 'With e-mail address and password: `signIn`.' },
    GOOGLE: { description: 'With an account at Google: `googleSignInUrl`, then `signInWithGoogle`.' },
    PASSKEY: { description: 'With a key of a device: `passkeySignInOptions`, then `signInWithPasskey`.' },
  },
});
