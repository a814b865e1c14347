import { countries } from './countries.ts';
import type { FieldProblems } from '../server/forms.ts';
import { Field, FieldProblem } from './field.tsx';

/** Name, label, what browsers fill in, and the longest text that the graph takes. */
const texts = [
  ['fullName', 'Name', 'name', 120],
  ['company', 'Company, if any', 'organization', 120],
  ['line1', 'Street and number', 'address-line1', 160],
  ['line2', 'Flat or floor, if any', 'address-line2', 160],
  ['postalCode', 'Postal code', 'postal-code', 20],
  ['city', 'City', 'address-level2', 100],
  ['region', 'State or province, if any', 'address-level1', 100],
] as const;
const REQUIRED: ReadonlySet<string> = new Set(['fullName', 'line1', 'postalCode', 'city']);

interface AddressFieldsProps {
  values: Readonly<Record<string, string | null | undefined>>;
  problems: FieldProblems;
}

export function AddressFields({ values, problems }: AddressFieldsProps) {
  const of = (name: string) => ({ name, defaultValue: values[name] ?? '', problem: problems[name] });
  return (
    <>
      {texts.map(([name, label, autoComplete, maxLength]) => (
        <Field
          key={name}
          {...of(name)}
          label={label}
          autoComplete={autoComplete}
          maxLength={maxLength}
          required={REQUIRED.has(name)}
        />
      ))}
      <div className="field">
        <label htmlFor="countryCode">Country</label>
        <select
          id="countryCode"
          name="countryCode"
          autoComplete="country"
          defaultValue={values.countryCode || 'US'}
          aria-invalid={problems.countryCode ? true : undefined}
          aria-describedby={problems.countryCode && 'countryCode-problem'}
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        <FieldProblem name="countryCode" problem={problems.countryCode} />
      </div>
      <Field {...of('phone')} label="Phone, if the carrier may call" type="tel" autoComplete="tel" maxLength={40} />
    </>
  );
}
