import {
  CancelDeletionDocument,
  DeleteMyAccountDocument,
  ExportMyDataDocument,
  MyPrivacyDocument,
  SetMarketingConsentDocument,
} from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { shopContext } from '../server/context.ts';
import { passwordOf, textOf } from '../server/forms.ts';
import { Field, FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { done, mine, type Refused, refusedOfMine } from './mine.ts';
import { PasswordField } from './passwordField.tsx';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyPrivacyDocument, {}, options));
  return { me, isPartial };
}

const HERE = '/account/privacy';
type Wish = 'news' | 'data' | 'delete' | 'keep';
const isWish = (text: string): text is Wish => Object.hasOwn(wishes, text);

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const wish = textOf(form, 'wish');
  if (!isWish(wish)) return data({ wish: null, problems: { form: 'This form is not known here.' } }, { status: 400 });
  const answer = await wishes[wish](asked, form);
  if (typeof answer === 'string') throw done(asked, HERE, answer);
  return data({ wish, problems: answer.problems }, { status: answer.status });
}

/** What to say when it is done, or why it is not. */
const wishes: Record<Wish, (asked: ActionFunctionArgs, form: FormData) => Promise<string | Refused>> = {
  async news(asked, form) {
    const input = { given: textOf(form, 'given') === 'yes' };
    const shop = asked.context.get(shopContext);
    const refused = await refusedOfMine(
      asked,
      [],
      async () => (await shop.mutate(SetMarketingConsentDocument, { input })).setMarketingConsent,
    );
    return refused ?? (input.given ? 'You will hear of news by mail.' : 'No more news by mail.');
  },
  async data(asked) {
    const shop = asked.context.get(shopContext);
    const refused = await refusedOfMine(asked, [], async () => (await shop.mutate(ExportMyDataDocument)).exportMyData);
    return refused ?? 'We put your data together: a mail brings you the link in a moment.';
  },
  async delete(asked, form) {
    const shop = asked.context.get(shopContext);
    const [currentPassword, reason] = [passwordOf(form, 'currentPassword'), textOf(form, 'reason')];
    // who has no password has signed in just now
    const proof = currentPassword ? { currentPassword } : { recentSignIn: true };
    const input = { ...proof, reason: reason || null };
    let notice: string | null = null;
    const refused = await refusedOfMine(asked, ['currentPassword', 'recentSignIn', 'reason'], async () => {
      const { deleteMyAccount } = await shop.mutate(DeleteMyAccountDocument, { input });
      notice = deleteMyAccount.notice;
      return deleteMyAccount;
    });
    return refused ?? ['Your account is going to be deleted.', notice].filter(Boolean).join(' ');
  },
  async keep(asked) {
    const shop = asked.context.get(shopContext);
    const refused = await refusedOfMine(
      asked,
      [],
      async () => (await shop.mutate(CancelDeletionDocument)).cancelDeletion,
    );
    return refused ?? 'Your account stays.';
  },
};

export const meta = personalPage('Your privacy');

export default function Privacy() {
  const { me, isPartial } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { marketingConsent, deletion } = me;
  const problemsOf = (wish: Wish) => (answer?.wish === wish ? answer.problems : {});
  const ofDeletion: Record<string, string | undefined> = problemsOf('delete');
  return (
    <>
      <h1>Privacy</h1>
      <Missing when={isPartial} />
      <section>
        <h2>News by mail</h2>
        <p>
          {marketingConsent.given ? 'You get mails about what is new.' : 'You get no mails about what is new.'}
          {marketingConsent.at && (
            <small>
              {' '}
              Since <When at={marketingConsent.at} />.
            </small>
          )}{' '}
          Mails about your orders and your account come in any case.
        </p>
        <Form method="post" className="stack">
          <FieldProblem name="news" problem={problemsOf('news').form} />
          <input type="hidden" name="wish" value="news" />
          <input type="hidden" name="given" value={marketingConsent.given ? 'no' : 'yes'} />
          <button type="submit">{marketingConsent.given ? 'Stop them' : 'Send me news'}</button>
        </Form>
      </section>
      <section>
        <h2>Your data</h2>
        <p>Everything that we keep about you, in one file. A mail brings the link; it holds for 24 hours.</p>
        <Form method="post" className="stack">
          <FieldProblem name="data" problem={problemsOf('data').form} />
          <input type="hidden" name="wish" value="data" />
          <button type="submit">Send me my data</button>
        </Form>
      </section>
      <section>
        <h2>Delete the account</h2>
        {deletion ? (
          <>
            <p>
              Your account is deleted on <When at={deletion.dueAt} />, or later while an order is open. Until then
              everything works as before.
            </p>
            <Form method="post" className="stack">
              <FieldProblem name="keep" problem={problemsOf('keep').form} />
              <input type="hidden" name="wish" value="keep" />
              <button type="submit" className="button">
                Keep my account
              </button>
            </Form>
          </>
        ) : (
          <>
            <p>
              Addresses, cards, carts and everything else about you go after seven days; until then you can change your
              mind. Orders stay in our books without your name, as the law wants.
            </p>
            <Form method="post" className="stack">
              <FieldProblem name="delete" problem={ofDeletion.form} />
              <input type="hidden" name="wish" value="delete" />
              <PasswordField
                name="currentPassword"
                label="Password of now"
                required={false}
                hint="You have none? Sign out and in again, and leave this empty."
                problem={ofDeletion.currentPassword ?? ofDeletion.recentSignIn}
              />
              <Field name="reason" label="Why? (optional)" maxLength={500} problem={ofDeletion.reason} />
              <button type="submit">Delete my account</button>
            </Form>
          </>
        )}
      </section>
    </>
  );
}
