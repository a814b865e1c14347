import { Field } from '../ui/field.tsx';

interface PasswordFieldProps {
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
  problem?: string | undefined;
}

/** For the password that an account has; for another one there is `NewPassword`. */
export const PasswordField = ({ required = true, ...field }: PasswordFieldProps) => (
  <Field {...field} required={required} type="password" autoComplete="current-password" />
);
