import type { MyWaysInQuery } from '@storegraph/client';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-router';
import { Field, FieldProblem } from '../ui/field.tsx';
import { When } from '../ui/when.tsx';
import { addByDevice, type Problems, useHasPasskeys } from './passkey.script.ts';
import { PasswordField } from './passwordField.tsx';

type Passkey = NonNullable<NonNullable<MyWaysInQuery['me']>['passkeys']>[number];

/** A line in the list of the ways in. */
export function PasskeyRow({ passkey, isOnlyWay }: { passkey: Passkey; isOnlyWay: boolean }) {
  const { id, name, createdAt, lastUsedAt } = passkey;
  const field = `name-${id}`;
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <small>
          Passkey, added on <When at={createdAt} />
          {lastUsedAt ? (
            <>
              , last used on <When at={lastUsedAt} />
            </>
          ) : (
            ', not used yet'
          )}
          {isOnlyWay && '. It is your only way in: set a password before you remove it.'}
        </small>
        <details>
          <summary>
            Rename<span className="for-readers"> the passkey {name}</span>
          </summary>
          <Form method="post" reloadDocument className="stack">
            <input type="hidden" name="passkeyId" value={id} />
            <div className="field">
              <label htmlFor={field}>New name</label>
              <input id={field} name="name" maxLength={60} defaultValue={name} required autoComplete="off" />
            </div>
            <button type="submit" name="intent" value="rename">
              Save the name
            </button>
          </Form>
        </details>
      </div>
      {!isOnlyWay && (
        <Form method="post" reloadDocument>
          <input type="hidden" name="passkeyId" value={id} />
          <button type="submit" name="intent" value="remove">
            Remove<span className="for-readers"> the passkey {name}</span>
          </button>
        </Form>
      )}
    </li>
  );
}

export function AddPasskey({ hasPassword }: { hasPassword: boolean }) {
  const hasPasskeys = useHasPasskeys();
  return (
    <section>
      <h2>Add a passkey</h2>
      <p>
        Your phone, computer or security key keeps it and asks for your finger, your face or its code. Nobody can guess
        it, and it works on this shop only.
      </p>
      <noscript>
        <p className="banner">Adding a passkey needs JavaScript: the browser asks your device. Turn it on here.</p>
      </noscript>
      {hasPasskeys === false && <p>This browser has no passkeys.</p>}
      {hasPasskeys && <AddForm hasPassword={hasPassword} />}
    </section>
  );
}

function AddForm({ hasPassword }: { hasPassword: boolean }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]): [string, string] => [name, String(value)]),
    );
    setIsBusy(true);
    setProblems({});
    const found = await addByDevice('/account/passkey', fields);
    if (!found) return;
    setProblems(found);
    setIsBusy(false);
  };
  return (
    <form method="post" className="stack" onSubmit={add}>
      <FieldProblem name="add-passkey" problem={problems.form} />
      <Field
        name="name"
        label="Name"
        maxLength={60}
        required
        autoComplete="off"
        hint="To tell it by, such as: my phone."
        problem={problems.name}
      />
      {hasPassword && (
        <PasswordField name="currentPassword" label="Password of now" problem={problems.currentPassword} />
      )}
      <button type="submit" className="button" disabled={isBusy}>
        Add a passkey
      </button>
    </form>
  );
}
