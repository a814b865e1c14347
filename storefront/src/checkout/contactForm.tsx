import type { CartDetailsFragment, CheckoutPageQuery } from '@storegraph/client';
import { Form } from 'react-router';
import { Field, FieldProblem } from '../ui/field.tsx';
import type { CheckoutProblem } from './checkout.action.ts';
import { countries } from './countries.ts';

interface ContactFormProps {
  cart: CartDetailsFragment;
  me: CheckoutPageQuery['me'];
  problem?: CheckoutProblem | undefined;
}

/** Who gets it and where; once it is known it is shown and can be opened again. */
export function ContactForm({ cart, me, problem }: ContactFormProps) {
  const address = cart.shippingAddress;
  const isKnown = Boolean(address && (cart.email ?? me?.email)) && !problem;
  const heading = <h2>Who gets it, and where</h2>;
  if (!isKnown || !address)
    return (
      <section>
        {heading}
        <ContactFields cart={cart} me={me} problem={problem} />
      </section>
    );
  const { fullName, company, line1, line2, city, region, postalCode, countryCode } = address;
  const lines = [fullName, company, line1, line2, [postalCode, city, region].filter(Boolean).join(' '), countryCode];
  return (
    <section>
      {heading}
      <p className="known">
        {cart.email ?? me?.email}
        <br />
        {lines.filter(Boolean).join(', ')}
      </p>
      <details>
        <summary>Change</summary>
        <ContactFields cart={cart} me={me} />
      </details>
    </section>
  );
}

function ContactFields({ cart, me, problem }: ContactFormProps) {
  const { typed, problems = {} } = problem ?? {};
  const known: Record<string, string | null> = { ...cart.shippingAddress, email: cart.email ?? me?.email ?? null };
  const of = (name: string) => ({ defaultValue: typed?.[name] ?? known[name] ?? '', problem: problems[name] });
  const country = typed?.countryCode || known.countryCode || 'US';
  return (
    <>
      {me && me.addresses.length > 0 && (
        <ul className="addresses">
          {me.addresses.map(({ id, fullName, line1, city }) => (
            <li key={id}>
              <Form method="post">
                <input type="hidden" name="intent" value="contact" />
                <input type="hidden" name="email" value={cart.email ?? me.email} />
                <button type="submit" name="addressId" value={id ?? ''}>
                  Send to {fullName}, {line1}, {city}
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form method="post" className="fields">
        <input type="hidden" name="intent" value="contact" />
        <Field name="email" label="E-mail" type="email" autoComplete="email" required {...of('email')} />
        <Field name="fullName" label="Name" autoComplete="name" required maxLength={120} {...of('fullName')} />
        <Field name="company" label="Company, if any" autoComplete="organization" maxLength={120} {...of('company')} />
        <Field
          name="line1"
          label="Street and number"
          autoComplete="address-line1"
          required
          maxLength={160}
          {...of('line1')}
        />
        <Field
          name="line2"
          label="Flat or floor, if any"
          autoComplete="address-line2"
          maxLength={160}
          {...of('line2')}
        />
        <Field
          name="postalCode"
          label="Postal code"
          autoComplete="postal-code"
          required
          maxLength={20}
          {...of('postalCode')}
        />
        <Field name="city" label="City" autoComplete="address-level2" required maxLength={100} {...of('city')} />
        <Field
          name="region"
          label="State or province, if any"
          autoComplete="address-level1"
          maxLength={100}
          {...of('region')}
        />
        <div className="field">
          <label htmlFor="countryCode">Country</label>
          <select id="countryCode" name="countryCode" autoComplete="country" defaultValue={country}>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
          <FieldProblem name="countryCode" problem={problems.countryCode} />
        </div>
        <Field
          name="phone"
          label="Phone, if the carrier may call"
          type="tel"
          autoComplete="tel"
          maxLength={40}
          {...of('phone')}
        />
        <FieldProblem name="contact-form" problem={problems.form} />
        <button type="submit" className="button">
          Save and go on
        </button>
      </Form>
    </>
  );
}
