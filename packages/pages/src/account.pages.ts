import {
  CompleteRegistrationDocument,
  ConfirmEmailChangeDocument,
  RequestPasswordResetDocument,
  ResendVerificationDocument,
  ResetPasswordDocument,
  UndoEmailChangeDocument,
  VerifyEmailDocument,
} from '@storegraph/client';
import { html, type Html, type WebPage, type WebPageAnswer } from '@storegraph/kit';
import { bad, good, hidden, nothing, page, quiet } from './layout.ts';
import { refusalOf, shopOf } from './page.ts';

const link = (path: string, label: string): Html => html`<p><a href="${path}">${label}</a></p>`;
const incomplete = (way: Html): WebPageAnswer =>
  page({
    status: 400,
    title: 'This link is not complete',
    body: ['Mail programs break long links sometimes. Copy the whole link from the mail, or ask for a new one.', way],
  });

const ownPassword = link('/forgot-password', 'Set a password of your own');
const newVerification = link('/resend-verification', 'Send me a new link');

export const verifyEmail: WebPage = {
  path: '/verify-email',
  async get({ given: { token } }) {
    if (!token) return incomplete(newVerification);
    return page({
      title: 'Verify your e-mail address',
      body: [
        'Press the button to say that this e-mail address is yours.',
        html`<form method="post" action="/verify-email">${hidden('token', token)}<button>Verify this address</button></form>`,
        quiet('If you did not register here, close this page: nothing happens. Or make the account yours alone:'),
        ownPassword,
      ],
    });
  },
  async post(request) {
    const { token = '' } = request.given;
    const run = async () => (await shopOf(request).mutate(VerifyEmailDocument, { input: { token } })).verifyEmail;
    if (await refusalOf(run))
      return page({
        status: 400,
        title: 'This link has expired',
        body: [bad('It was used already, or is older than 48 hours.'), newVerification],
      });
    return page({
      title: 'Your address is verified',
      body: [
        good('Thank you. Where you shop, sign in with your password.'),
        quiet('If you did not register here, make the account yours alone:'),
        ownPassword,
      ],
    });
  },
};

const registrationForm = (token: string, problem: Html = nothing): WebPageAnswer =>
  page({
    status: problem === nothing ? 200 : 400,
    title: 'Finish your account',
    body: [
      'Say the password that you chose when you registered: then your account is made.',
      html`${problem}
<form method="post" action="/complete-registration">
${hidden('token', token)}
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required>
<button>Make my account</button>
</form>`,
      quiet('If you did not register, close this page and do nothing: no account is made.'),
    ],
  });

export const completeRegistration: WebPage = {
  path: '/complete-registration',
  async get({ given: { token } }) {
    return token ? registrationForm(token) : incomplete(nothing);
  },
  async post(request) {
    const { token = '', password = '' } = request.given;
    const input = { token, password };
    const run = async () =>
      (await shopOf(request).mutate(CompleteRegistrationDocument, { input })).completeRegistration;
    const refusal = await refusalOf(run);
    if (refusal?.code === 'UNAUTHENTICATED') return registrationForm(token, bad(refusal.message));
    if (refusal?.code === 'CONFLICT') return noLink('This address has an account by now: sign in.');
    if (refusal)
      return noLink(
        'It was used already, is older than 48 hours, or was tried with wrong passwords too often. Register again.',
      );
    return page({
      title: 'Your account is made',
      body: [good('Thank you. Sign in with your e-mail address and this password.'), link('/sign-in', 'Sign in')],
    });
  },
};

const signInForm = (problem: Html = nothing): Html => html`${problem}
<form method="post" action="/resend-verification">
<label for="email">E-mail address</label><input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Send me a new link</button>
</form>`;

export const resendVerification: WebPage = {
  path: '/resend-verification',
  async get() {
    return page({
      title: 'A new link for your address',
      body: ['Say who you are, and a new mail is sent.', signInForm()],
    });
  },
  async post(request) {
    const { email = '', password = '' } = request.given;
    const shop = shopOf(request);
    if (await refusalOf(() => shop.signIn({ email, password })))
      return page({
        status: 400,
        title: 'A new link for your address',
        body: [signInForm(bad('This is not the address or not the password of an account.')), newPassword],
      });
    try {
      await shop.mutate(ResendVerificationDocument);
    } finally {
      await shop.signOut();
    }
    return page({
      title: 'A mail is on its way',
      body: [good('Open it and follow its link. An address that is verified already gets no mail.')],
    });
  },
};

const newPassword = link('/forgot-password', 'I do not know my password');
const newReset = link('/forgot-password', 'Send me a new link');

const passwordForm = (token: string, problem: Html = nothing): Html => html`${problem}
<form method="post" action="/reset-password">
${hidden('token', token)}
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="15" maxlength="256" required>
${quiet('15 characters or more. A sentence is good.')}
<p>From then on only this password signs in: everybody is signed out, and all passkeys and the Google account are taken off the account.</p>
<button>Set this password</button>
</form>`;

export const resetPassword: WebPage = {
  path: '/reset-password',
  async get({ given: { token } }) {
    if (!token) return incomplete(newReset);
    return page({
      title: 'Choose a new password',
      body: [passwordForm(token), quiet('If you did not ask for this, close this page: nothing happens.')],
    });
  },
  async post(request) {
    const { token = '', password = '' } = request.given;
    const input = { token, password };
    const shop = shopOf(request);
    const refusal = await refusalOf(async () => (await shop.mutate(ResetPasswordDocument, { input })).resetPassword);
    // a refusal of the link comes as `userErrors`, one of the password names its field
    if (refusal?.field?.includes('password'))
      return page({ status: 400, title: 'Choose a new password', body: [passwordForm(token, bad(refusal.message))] });
    if (refusal)
      return page({
        status: 400,
        title: 'This link has expired',
        body: [bad('It was used already, or is too old. Your password is as it was.'), newReset],
      });
    // nobody goes on with the session that a new password opens; without an answer here it ends by its age
    await shop.signOut().catch(() => undefined);
    return page({
      title: 'Your password is changed',
      body: [good('Sign in with the new one, which is the only way in now. You were signed out everywhere else.')],
    });
  },
};

const signInElsewhere = page({
  title: 'Sign in',
  body: ['Sign in where you shop, with your e-mail address and your password.', newPassword],
});

export const signIn: WebPage = {
  path: '/sign-in',
  get: async () => signInElsewhere,
  post: async () => signInElsewhere,
};

export const forgotPassword: WebPage = {
  path: '/forgot-password',
  async get() {
    return page({
      title: 'Choose a new password',
      body: [
        'Say which address your account has, and a mail with a link is sent to it.',
        html`<form method="post" action="/forgot-password">
<label for="email">E-mail address</label><input id="email" name="email" type="email" autocomplete="username" required>
<button>Send me a link</button>
</form>`,
      ],
    });
  },
  async post(request) {
    const { email = '' } = request.given;
    const run = async () =>
      (await shopOf(request).mutate(RequestPasswordResetDocument, { input: { email } })).requestPasswordReset;
    if (await refusalOf(run))
      return page({
        status: 400,
        title: 'This is no e-mail address',
        body: [bad('Check it for typing mistakes.'), link('/forgot-password', 'Try again')],
      });
    return page({
      title: 'Look into your mail',
      body: [good('If there is an account with this address, a link is on its way to it.')],
    });
  },
};

const noLink = (ended: string): WebPageAnswer =>
  page({ status: 400, title: 'This link has ended', body: [bad(ended)] });

export const confirmEmailChange: WebPage = {
  path: '/confirm-email-change',
  async get({ given: { token } }) {
    if (!token) return incomplete(nothing);
    return page({
      title: 'Confirm your new e-mail address',
      body: [
        'Press the button only if you asked for this yourself, for your own account, which the mail names: it gets the address that the mail was sent to.',
        html`<form method="post" action="/confirm-email-change">${hidden('token', token)}<button>Confirm this address</button></form>`,
        quiet('If you did not, close this page and ignore the mail: nothing changes.'),
      ],
    });
  },
  async post(request) {
    const { token = '' } = request.given;
    const run = async () =>
      (await shopOf(request).mutate(ConfirmEmailChangeDocument, { input: { token } })).confirmEmailChange;
    const refusal = await refusalOf(run);
    if (refusal?.code === 'CONFLICT') return noLink('This address belongs to another account by now.');
    if (refusal) return noLink('It was used already, was replaced by a newer one, or is older than 24 hours.');
    return page({
      title: 'Your address is changed',
      body: [good('Sign in with the new one from now on. You can close this page.')],
    });
  },
};

export const undoEmailChange: WebPage = {
  path: '/undo-email-change',
  async get({ given: { token } }) {
    if (!token) return incomplete(nothing);
    return page({
      title: 'Undo the change of your e-mail address',
      body: [
        'Was it not you? Press the button: your account keeps this address or gets it back, everybody is signed out, and its password ends. A mail sets a new one.',
        html`<form method="post" action="/undo-email-change">${hidden('token', token)}<button>Undo it</button></form>`,
        quiet('If it was you, close this page: nothing happens.'),
      ],
    });
  },
  async post(request) {
    const { token = '' } = request.given;
    const run = async () =>
      (await shopOf(request).mutate(UndoEmailChangeDocument, { input: { token } })).undoEmailChange;
    if (await refusalOf(run)) return noLink('It was used already, or the change is older than seven days.');
    return page({
      title: 'Your address is as it was',
      body: [
        good('Everybody was signed out. A mail with a link to choose a new password is on its way to you.'),
        newReset,
      ],
    });
  },
};
