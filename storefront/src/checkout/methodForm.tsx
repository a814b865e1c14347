import type { CartDetailsFragment } from '@storegraph/client';
import { Form } from 'react-router';
import { FieldProblem } from '../ui/field.tsx';
import { Money } from '../ui/money.tsx';
import type { CheckoutProblem } from './checkout.action.ts';

interface MethodFormProps {
  cart: CartDetailsFragment;
  problem?: CheckoutProblem | undefined;
}

export function MethodForm({ cart, problem }: MethodFormProps) {
  const { shippingAddress, shippingOptions, shippingMethod } = cart;
  return (
    <section>
      <h2>How it is sent</h2>
      {shippingAddress ? (
        <Form method="post">
          <input type="hidden" name="intent" value="method" />
          <fieldset className="methods">
            <legend className="for-readers">How it is sent</legend>
            {shippingOptions.map(({ id, name, description, price }) => (
              <label key={id} className="method">
                <input
                  type="radio"
                  name="shippingOptionId"
                  value={id}
                  defaultChecked={shippingMethod === id || shippingMethod === name}
                  required
                />
                <span>
                  {name}
                  <small>{description}</small>
                </span>
                <Money value={price} />
              </label>
            ))}
          </fieldset>
          <FieldProblem name="method-form" problem={problem?.problems.form} />
          <button type="submit" className={shippingMethod ? undefined : 'button'}>
            {shippingMethod ? 'Change' : 'Go on'}
          </button>
        </Form>
      ) : (
        <p>Once we know where to.</p>
      )}
    </section>
  );
}
