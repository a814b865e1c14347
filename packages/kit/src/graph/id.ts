import { registerDecorator } from 'class-validator';
import { typeid } from 'typeid-js';
import { badInput } from './errors.ts';
import { isSafeText } from './text.ts';

/** A new TypeID: a prefix and a UUIDv7, so that ids sort by time. */
export const newId = (prefix: string): string => typeid(prefix).toString();

export const isId = (prefix: string, value: unknown): value is string =>
  typeof value === 'string' &&
  value.length === prefix.length + 27 &&
  value.startsWith(`${prefix}_`) &&
  /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(value.slice(prefix.length + 1));

/** The description of an object's own id. */
export const idOf = (prefix: string): string =>
  `A TypeID: \`${prefix}_\` and 26 small letters and digits. Never changes and is never given twice; younger ids sort after older ones.`;

/** Refuses an id of another type or form, naming the field. */
export function assertId(prefix: string, value: unknown, field: string): string {
  if (!isId(prefix, value)) throw badInput(field, 'id', `${field} must be an id that starts with ${prefix}_`);
  return value;
}

const LONGEST_NAME = 200;

/** A name that rows are found by beside their id, such as a slug: refused when none can look like it. */
export function assertName(value: unknown, field: string): string {
  if (!isSafeText(value, { max: LONGEST_NAME }))
    throw badInput(field, 'text', `${field} must be text of 1 to ${LONGEST_NAME} characters`);
  return value;
}

/** An id (or a list of ids) of one type. */
export const IsId =
  (prefix: string): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name: 'id',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) =>
          Array.isArray(value) ? value.every((id) => isId(prefix, id)) : isId(prefix, value),
        defaultMessage: () => `${String(property)} must be an id that starts with ${prefix}_`,
      },
    });
