import { Field } from '../ui/field.tsx';

interface EmailFieldProps {
  /** What was typed before. */
  value: string;
  problem?: string | undefined;
}

/** The address by which an account is known. */
export const EmailField = ({ value, problem }: EmailFieldProps) => (
  <Field
    name="email"
    label="E-mail"
    type="email"
    autoComplete="username"
    maxLength={254}
    required
    defaultValue={value}
    problem={problem}
  />
);
