import type { CartDetailsFragment, CheckoutPageQuery } from '@storegraph/client';
import { Form } from 'react-router';
import { AddressFields } from '../ui/addressFields.tsx';
import { Field, FieldProblem } from '../ui/field.tsx';
import type { CheckoutProblem } from './checkout.action.ts';

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
        <Field
          name="email"
          label="E-mail"
          type="email"
          autoComplete="email"
          required
          defaultValue={typed?.email ?? known.email ?? ''}
          problem={problems.email}
        />
        <AddressFields values={typed ?? known} problems={problems} />
        <FieldProblem name="contact-form" problem={problems.form} />
        <button type="submit" className="button">
          Save and go on
        </button>
      </Form>
    </>
  );
}
