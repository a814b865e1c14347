import type { PasswordReset, Verification } from '@storegraph/users/contract';
import { type Link, type Mail, mayBecomeALink, renderMail, type Shop } from './layout.template.ts';

/** Whoever registers somebody else's address chooses the name. */
const greetingOf = ({ displayName, email }: { displayName: string; email: string }): string => {
  const isTheirAddress = displayName === email;
  const isPlain = isTheirAddress || !mayBecomeALink(displayName);
  return displayName.trim() && isPlain ? `Hello ${displayName},` : 'Hello,';
};

const verificationLink = (shop: Shop, token: string): Link => ({
  label: 'Verify this address',
  url: `${shop.url}/verify-email?token=${encodeURIComponent(token)}`,
});

export const welcomeMail = ({ verificationToken, ...account }: Verification, shop: Shop): Mail =>
  renderMail(shop, {
    subject: `Welcome to ${shop.name}`,
    summary: 'Welcome! Please verify your e-mail address.',
    greeting: greetingOf(account),
    paragraphs: ['your account is ready. Please verify that this e-mail address is yours.'],
    link: verificationLink(shop, verificationToken),
    code: verificationToken,
    closing: 'If you did not create an account, ignore this mail.',
  });

export const verificationMail = ({ verificationToken, ...account }: Verification, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Verify your e-mail address',
    greeting: greetingOf(account),
    paragraphs: ['please verify that this e-mail address is yours.'],
    link: verificationLink(shop, verificationToken),
    code: verificationToken,
    closing: 'If you did not ask for this, ignore this mail.',
  });

export const passwordResetMail = ({ resetToken }: PasswordReset, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Reset your password',
    greeting: 'Hello,',
    paragraphs: [
      'someone, probably you, asked to reset the password of your account. The link works once and only for a short time.',
    ],
    link: {
      label: 'Choose a new password',
      url: `${shop.url}/reset-password?token=${encodeURIComponent(resetToken)}`,
    },
    code: resetToken,
    closing: 'If it was not you, ignore this mail: nothing has changed.',
  });
