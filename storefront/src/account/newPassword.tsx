import { Field } from '../ui/field.tsx';

interface NewPasswordProps {
  name: string;
  label: string;
  problem?: string | undefined;
}

/** The rule of the shop stands at the field, before anybody breaks it. */
export function NewPassword(props: NewPasswordProps) {
  return (
    <Field
      {...props}
      type="password"
      autoComplete="new-password"
      minLength={15}
      maxLength={256}
      required
      hint="15 characters or more. A sentence that only you would say is good."
    />
  );
}
