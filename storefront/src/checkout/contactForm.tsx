import type { AddressFormFragment, CartDetailsFragment, CheckoutPageQuery } from '@storegraph/client';
import { Form, Link } from 'react-router';
import { AddressFields } from '../ui/addressFields.tsx';
import { Field, FieldProblem } from '../ui/field.tsx';
import type { CheckoutProblem } from './checkout.action.ts';

interface ContactFormProps {
  cart: CartDetailsFragment;
  me: CheckoutPageQuery['me'];
  form: AddressFormFragment;
  /** Something is still asked for, or shall be changed. */
  isOpen: boolean;
  problem?: CheckoutProblem | undefined;
}

/** Who gets it and where; once it is known it is shown and can be opened again. */
export function ContactForm({ isOpen, ...asked }: ContactFormProps) {
  const { cart, me, problem } = asked;
  const address = cart.shippingAddress;
  const heading = <h2>Who gets it, and where</h2>;
  if (isOpen || problem || !address)
    return (
      <section>
        {heading}
        <ContactFields {...asked} />
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
      <p>
        <Link to={`?country=${countryCode}`}>
          Change<span className="for-readers"> who gets it, and where</span>
        </Link>
      </p>
    </section>
  );
}

function ContactFields({ cart, me, form, problem }: Omit<ContactFormProps, 'isOpen'>) {
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
                <button type="submit" name="shippingAddressId" value={id ?? ''}>
                  Send to {fullName}, {line1}, {city}
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {problems.shippingAddressId && (
        <>
          <FieldProblem name="shippingAddressId" problem={problems.shippingAddressId} />
          <p>
            <Link to={`/account/addresses/${typed?.shippingAddressId}`}>Change this address</Link>
          </p>
        </>
      )}
      <Form method="post" className="fields">
        <Field
          name="email"
          label="E-mail"
          type="email"
          autoComplete="email"
          required
          defaultValue={typed?.email ?? known.email ?? ''}
          problem={problems.email}
        />
        <AddressFields form={form} intent="contact" values={typed ?? known} problems={problems} />
        <FieldProblem name="contact-form" problem={problems.form} />
        <button type="submit" className="button" name="intent" value="contact">
          Save and go on
        </button>
      </Form>
    </>
  );
}
