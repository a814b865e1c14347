import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { FieldProblem } from '../ui/field.tsx';

interface MailLinkFormProps {
  name: string;
  problem: string | undefined;
  button: string;
  /** For whom the link is not. */
  otherwise: ReactNode;
  children?: ReactNode;
}

/** What the link of a mail does is done by a button: mail programs open links before anybody reads them. */
export const MailLinkForm = ({ name, problem, button, otherwise, children }: MailLinkFormProps) => (
  <>
    <Form method="post" className="stack">
      <FieldProblem name={name} problem={problem} />
      {children}
      <button type="submit" className="button">
        {button}
      </button>
    </Form>
    <p>
      <small>{otherwise}</small>
    </p>
  </>
);
