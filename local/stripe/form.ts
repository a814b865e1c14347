import { malformed } from './errors.ts';

/** `any`: its shape is what the client sent, and each route takes what it knows. */
export type Form = Record<string, any>;

const NUMBER = /^(amount|amount_to_capture|limit|created|gte|gt|lte|lt)$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Stripe's form encoding: `metadata[orderId]=…&expand[]=…`. Metadata values stay text. */
export function parseForm(encoded: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(encoded)) {
    const path = name.replaceAll(']', '').split('[');
    if (path.some((part) => FORBIDDEN.has(part)))
      throw malformed(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
    assign(
      form,
      path,
      path[0] === 'metadata'
        ? value
        : typed(
            path.findLast((part) => part !== '' && !/^\d+$/.test(part)),
            value,
          ),
    );
  }
  return form;
}

function assign(form: Form, path: readonly string[], value: unknown): void {
  let target: any = form;
  path.forEach((part, index) => {
    if (index < path.length - 1) {
      target[part] ??= /^\d*$/.test(path[index + 1]!) ? [] : {};
      target = target[part];
    } else if (part === '') target.push(value);
    else target[part] = value;
  });
}

function typed(name = '', value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return NUMBER.test(name) && value !== '' ? Number(value) : value;
}
