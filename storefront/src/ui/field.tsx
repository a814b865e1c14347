import type { InputHTMLAttributes, ReactNode } from 'react';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
  problem?: string | undefined;
  hint?: string;
}

/** A text field with its label, and what is wrong with it. */
export function Field({ name, label, problem, hint, ...input }: FieldProps) {
  const about = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        {...input}
        id={name}
        name={name}
        aria-invalid={problem ? true : undefined}
        aria-describedby={about || undefined}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
      <FieldProblem name={name} problem={problem} />
    </div>
  );
}

export function FieldProblem({ name, problem }: { name: string; problem?: string | undefined }): ReactNode {
  if (!problem) return null;
  return (
    <p className="problem-line" id={`${name}-problem`} role="alert">
      {problem}
    </p>
  );
}
