import type { AddressFormFragment } from '@storegraph/client';
import type { FieldProblems } from '../server/forms.ts';
import { Field, FieldProblem } from './field.tsx';

/** The button's value as the form's `intent`: shows the fields of the country that was chosen, and keeps what was typed. */
export const CHANGE_COUNTRY = 'country';

interface Look {
  label: string;
  autoComplete: string;
  /** The longest text that the graph takes. */
  maxLength: number;
  type?: string;
}
const looks: Readonly<Record<string, Look>> = {
  fullName: { label: 'Name', autoComplete: 'name', maxLength: 120 },
  company: { label: 'Company', autoComplete: 'organization', maxLength: 120 },
  line1: { label: 'Street and number', autoComplete: 'address-line1', maxLength: 160 },
  line2: { label: 'Flat or floor', autoComplete: 'address-line2', maxLength: 160 },
  postalCode: { label: 'Postal code', autoComplete: 'postal-code', maxLength: 20 },
  city: { label: 'City', autoComplete: 'address-level2', maxLength: 100 },
  region: { label: 'State or province', autoComplete: 'address-level1', maxLength: 100 },
  phone: { label: 'Phone for the carrier', autoComplete: 'tel', maxLength: 40, type: 'tel' },
};

const labelOf = ({ label }: Look, required: boolean): string => (required ? label : `${label}, if any`);

/** While nobody says how the country writes its addresses. */
const usual = ['fullName', 'company', 'line1', 'line2', 'postalCode', 'city', 'region', 'phone'].map((name) => ({
  name,
  required: ['fullName', 'line1', 'postalCode', 'city'].includes(name),
}));

interface AddressFieldsProps {
  form: AddressFormFragment;
  /** Of the form's button that saves, which Enter in a field presses. */
  intent: string;
  values: Readonly<Record<string, string | null | undefined>>;
  problems: FieldProblems;
}

/** The country, and the fields of an address as it writes them. */
export function AddressFields({ form: { storefront, addressRules }, intent, values, problems }: AddressFieldsProps) {
  const countryCode = addressRules?.countryCode ?? (values.countryCode || 'US');
  return (
    <>
      <button type="submit" name="intent" value={intent} hidden tabIndex={-1} aria-hidden="true" />
      <Country countryCode={countryCode} countries={storefront?.countries ?? []} problem={problems.countryCode} />
      {(addressRules?.fields ?? usual).map(({ name, required }) => {
        const look = looks[name];
        const { postalCodePattern: pattern, postalCodeExample: example } = addressRules ?? {};
        const value = values[name] ?? '';
        if (!look) return null;
        if (name === 'region' && addressRules && addressRules.regions.length > 0)
          return (
            <Region
              key={name}
              required={required}
              regions={addressRules.regions}
              value={value}
              problem={problems[name]}
            />
          );
        return (
          <Field
            key={name}
            {...look}
            name={name}
            label={labelOf(look, required)}
            required={required}
            defaultValue={value}
            problem={problems[name]}
            {...(name === 'postalCode' && pattern && { pattern })}
            {...(name === 'postalCode' && example && { hint: `Such as ${example}`, title: `Such as ${example}` })}
          />
        );
      })}
    </>
  );
}

interface CountryProps {
  countryCode: string;
  countries: readonly { code: string; name: string }[];
  problem: string | undefined;
}

function Country({ countryCode, countries, problem }: CountryProps) {
  const isListed = countries.some(({ code }) => code === countryCode);
  const name = 'countryCode';
  return (
    <div className="field country">
      <label htmlFor={name}>Country</label>
      <div className="beside">
        <select
          id={name}
          name={name}
          autoComplete="country"
          defaultValue={countryCode}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem && `${name}-problem`}
        >
          {!isListed && <option value={countryCode}>{nameOf(countryCode)}</option>}
          {countries.map((country) => (
            <option key={country.code} value={country.code}>
              {country.name}
            </option>
          ))}
        </select>
        {countries.length > 1 && (
          <button type="submit" name="intent" value={CHANGE_COUNTRY} formNoValidate>
            Change country
          </button>
        )}
      </div>
      <FieldProblem name={name} problem={problem} />
    </div>
  );
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const nameOf = (code: string): string => (/^[A-Z]{2}$/.test(code) ? names.of(code)! : code);

interface RegionProps {
  required: boolean;
  regions: readonly { code: string; name: string }[];
  value: string;
  problem: string | undefined;
}

function Region({ required, regions, value, problem }: RegionProps) {
  const known = regions.find(({ code, name }) => [code, name].some((one) => one.toLowerCase() === value.toLowerCase()));
  return (
    <div className="field">
      <label htmlFor="region">{labelOf(looks.region!, required)}</label>
      <select
        id="region"
        name="region"
        autoComplete={looks.region!.autoComplete}
        required={required}
        defaultValue={known?.code ?? value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem && 'region-problem'}
      >
        <option value="">Choose one</option>
        {value && !known && <option value={value}>{value}</option>}
        {regions.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <FieldProblem name="region" problem={problem} />
    </div>
  );
}
