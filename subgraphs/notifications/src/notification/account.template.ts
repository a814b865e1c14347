import type {
  DataExportReady,
  DeletionCancelled,
  DeletionRequest,
  EmailChangeRequest,
  EmailConfirmation,
  EmailTaken,
  PasswordChange,
  PasswordReset,
  PasswordWish,
  Registration,
  SignInMethodsChange,
  Verification,
} from '@storegraph/users/contract';
import { type Link, type Mail, mayBecomeALink, renderMail, type Shop } from './layout.template.ts';

const NAMELESS = 'Hello,';

/** Whoever registers somebody else's address chooses the name: null where nobody has proved the address. */
const greetingOf = ({ displayName, email }: { displayName: string | null; email: string | null }): string => {
  if (displayName === null) return NAMELESS;
  const isTheirAddress = displayName === email;
  const isPlain = isTheirAddress || !mayBecomeALink(displayName);
  return displayName.trim() && isPlain ? `Hello ${displayName},` : NAMELESS;
};

const given = (token: string): string => `token=${encodeURIComponent(token)}`;
const verificationLink = (shop: Shop, token: string): Link => ({
  label: 'Verify this address',
  url: `${shop.url}/verify-email?${given(token)}`,
});
const passwordLink = (shop: Shop, token: string): Link => ({
  label: 'Choose a new password',
  url: `${shop.url}/reset-password?${given(token)}`,
});

export const welcomeMail = ({ verificationToken, ...account }: Registration, shop: Shop): Mail => {
  const subject = `Welcome to ${shop.name}`;
  if (verificationToken === undefined)
    return renderMail(shop, {
      subject,
      greeting: greetingOf(account),
      summary: 'Welcome! Your account is ready.',
      paragraphs: ['your account is ready. There is nothing more to do.'],
      closing: 'If you did not create an account, answer this mail.',
    });
  return renderMail(shop, {
    subject,
    greeting: NAMELESS,
    summary: 'Welcome! Please verify your e-mail address.',
    paragraphs: ['your account is ready. Please verify that this e-mail address is yours.'],
    link: verificationLink(shop, verificationToken),
    code: verificationToken,
    closing: 'If you did not create an account, ignore this mail.',
  });
};

export const verificationMail = ({ verificationToken }: Verification, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Verify your e-mail address',
    greeting: NAMELESS,
    paragraphs: ['please verify that this e-mail address is yours.'],
    link: verificationLink(shop, verificationToken),
    code: verificationToken,
    closing: 'If you did not ask for this, ignore this mail.',
  });

export const passwordResetMail = ({ resetToken, isFirst }: PasswordWish, shop: Shop): Mail =>
  renderMail(shop, {
    subject: isFirst ? 'Set a password' : 'Reset your password',
    greeting: NAMELESS,
    paragraphs: [
      `someone, probably you, asked to ${isFirst ? 'set a password for your account, which has none yet' : 'reset the password of your account'}. The link works once and only for a short time.`,
    ],
    link: passwordLink(shop, resetToken),
    code: resetToken,
    closing: 'If it was not you, ignore this mail: nothing has changed.',
  });

/** The day by which they can change their mind, as people write it; in the shop's language, and nobody's time zone. */
const dayOf = (moment: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(moment));

export const accountDeletionMail = ({ deletionDueAt, ...account }: DeletionRequest, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your account is going to be deleted',
    summary: `Your account is going to be deleted on ${dayOf(deletionDueAt)}.`,
    greeting: greetingOf(account),
    paragraphs: [
      `you asked for your account to be deleted. That happens on ${dayOf(deletionDueAt)}, or later while an order is open. Your orders stay in our books without your name, as the law wants.`,
    ],
    link: { label: 'Keep my account', url: `${shop.url}/sign-in?to=%2Faccount%2Fprivacy` },
    closing: 'If it was not you, sign in, keep the account, and change your password.',
  });

export const accountKeptMail = (account: DeletionCancelled, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your account stays',
    summary: 'Your account stays: it is not going to be deleted.',
    greeting: greetingOf(account),
    paragraphs: ['your account is not going to be deleted: somebody who is signed in to it, probably you, keeps it.'],
    link: { label: 'Look at your account', url: `${shop.url}/sign-in?to=%2Faccount%2Fprivacy` },
    closing: 'If it was not you, sign in, ask for the deletion again, and change your password.',
  });

export const dataExportMail = ({ link, ...account }: DataExportReady, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your data is ready',
    greeting: greetingOf(account),
    paragraphs: [
      `you asked for everything that ${shop.name} keeps about you. It is one file, and its link holds for 24 hours. Whoever has the link can read the file: do not pass this mail on.`,
    ],
    link: { label: 'Download my data', url: link },
    closing: 'If it was not you, sign in and change your password.',
  });

/** There is no account before its link is used, by who knows the password: whoever has the mail alone need not have asked for it. */
export const registrationMail = ({ verificationToken }: Verification, shop: Shop): Mail =>
  renderMail(shop, {
    subject: `Finish your account at ${shop.name}`,
    greeting: NAMELESS,
    paragraphs: [
      'someone, probably you, wants an account with this e-mail address. The link asks for the password that you chose when you registered; then your account is made. It works for 48 hours.',
      'If you registered more than once, each mail goes with the password of its own time.',
    ],
    link: { label: 'Finish my account', url: `${shop.url}/complete-registration?${given(verificationToken)}` },
    code: verificationToken,
    closing: 'If you did not register, do nothing: no account is made.',
  });

export const emailChangeMail = ({ undoToken, newEmail, ...account }: EmailChangeRequest, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your e-mail address is about to change',
    greeting: greetingOf(account),
    paragraphs: [
      `someone, probably you, wants to change the address of your account to ${newEmail}. It changes when the link of the mail there is used. Then nothing is to be done here.`,
      'If it was not you, somebody knows your password. Undo it: your address stays or comes back, everybody is signed out, and you set a new password. The link works until seven days after the change.',
    ],
    link: { label: 'Undo it', url: `${shop.url}/undo-email-change?${given(undoToken)}` },
    code: undoToken,
  });

/** Whoever has an account has it sent to anybody: it must not help to talk somebody into giving their address away. */
export const emailConfirmationMail = ({ confirmToken, maskedEmail }: EmailConfirmation, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Confirm your new e-mail address',
    greeting: NAMELESS,
    paragraphs: [
      `someone asked for this address for an account at ${shop.name}, whose address is now ${maskedEmail} (shortened).`,
      'Open the link only if you asked for this yourself, for an account of your own: whoever can sign in to that account has it with your address then. The link works once, for 24 hours.',
    ],
    link: { label: 'Confirm this address', url: `${shop.url}/confirm-email-change?${given(confirmToken)}` },
    code: confirmToken,
    closing: 'If you did not ask for this, ignore this mail and its link: nothing changes.',
  });

export const emailTakenMail = ({ wantedFor }: EmailTaken, shop: Shop): Mail =>
  renderMail(shop, {
    subject: wantedFor === 'REGISTER' ? 'You have an account already' : 'This address has an account already',
    greeting: NAMELESS,
    paragraphs: [
      wantedFor === 'REGISTER'
        ? 'someone, probably you, wanted to make an account with this e-mail address. It has one already, or had one until a few days ago, so nothing was changed.'
        : 'someone wanted to give another account this e-mail address. It has an account already, or had one until a few days ago, so nothing was changed.',
      `If you do not know your password, choose a new one: ${shop.url}/forgot-password`,
    ],
    link: { label: 'Sign in', url: `${shop.url}/sign-in` },
    closing: 'If it was not you, ignore this mail: nobody was told that there is an account.',
  });

const METHODS = { GOOGLE: 'Google account', PASSKEY: 'passkey' };

function aboutMethods({ change, methods }: SignInMethodsChange): { subject: string; paragraphs: string[] } {
  const these = methods.map((method) => METHODS[method]).join(' and ');
  switch (change) {
    case 'ADDED':
      return {
        subject: `A ${these} was added to your account`,
        paragraphs: [
          'from now on it signs in to your account. If it was you, nothing is to be done.',
          'If it was not you, somebody else is in your account: sign in, remove it there, and change your password. That signs everybody else out.',
        ],
      };
    case 'REMOVED':
      return {
        subject: `A ${these} was removed from your account`,
        paragraphs: [
          'it does not sign in any more. If it was you, nothing is to be done.',
          'If it was not you, somebody else is in your account: sign in another way, and change your password. That signs everybody else out.',
        ],
      };
    case 'ENDED':
      return {
        subject: 'Ways to sign in were removed from your account',
        paragraphs: [
          `a link that was sent here was used, and so this address is known to be yours. What signed in before does not any more, for somebody else may have added it: ${these}. If it was yours, add it again.`,
        ],
      };
  }
}

/** Without a name, of the account or of a key: whoever got in may have chosen it. */
export function signInMethodsMail(event: SignInMethodsChange, shop: Shop): Mail {
  const { subject, paragraphs } = aboutMethods(event);
  return renderMail(shop, {
    subject,
    summary: `${subject}.`,
    greeting: NAMELESS,
    paragraphs,
    link: { label: 'See how you sign in', url: `${shop.url}/sign-in?to=%2Faccount%2Fsign-in` },
    closing: `If your account has a password that you do not know, or none, choose one: ${shop.url}/forgot-password`,
  });
}

const PASSWORD_CHANGES = {
  CHANGED:
    'it was changed by someone who is signed in to your account and knew the one before. Everybody else was signed out.',
  RESET: 'a new one was set by the link of a mail that was sent to this address. Everybody was signed out.',
};

/** Without a name, and without a link that lets anybody in. */
export const passwordChangedMail = ({ change }: PasswordChange, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your password was changed',
    summary: 'Your password was changed.',
    greeting: NAMELESS,
    paragraphs: [
      PASSWORD_CHANGES[change],
      'If it was you, nothing is to be done. If it was not, somebody else is in your account: choose a new password, which signs them out. Then look at how your account is signed in to, and remove what is not yours.',
    ],
    link: { label: 'Choose a new password', url: `${shop.url}/forgot-password` },
    closing: `How your account is signed in to: ${shop.url}/sign-in?to=%2Faccount%2Fsign-in`,
  });

export const emailChangeUndoneMail = ({ resetToken, ...account }: PasswordReset, shop: Shop): Mail =>
  renderMail(shop, {
    subject: 'Your e-mail address is as it was: choose a new password',
    greeting: greetingOf(account),
    paragraphs: [
      'the change of your address was undone. Everybody was signed out of your account. Its password does not work any more, for somebody else knew it, nor do passkeys or a Google account. Choose a new password. The link works once and only for a short time.',
    ],
    link: passwordLink(shop, resetToken),
    code: resetToken,
    closing: `Later you get another link here: ${shop.url}/forgot-password`,
  });
