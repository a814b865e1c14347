import { getMetadataStorage as validation } from 'class-validator';
import { getMetadataStorage } from 'type-graphql';

export interface InputField {
  /** Such as `SignInInput.email`. */
  coordinate: string;
  /** A class, a scalar, or `String`. */
  type: unknown;
  /** Names of the decorators that look at its value, such as `text`. */
  rules: string[];
}

/** Every field of every input and argument class that was imported. */
export function inputFields(): InputField[] {
  const { inputTypes, argumentTypes } = getMetadataStorage();
  return [...inputTypes, ...argumentTypes].flatMap(({ target, name, fields = [] }) =>
    fields.map((field) => ({
      coordinate: `${name}.${field.name}`,
      type: field.getType(),
      rules: validation()
        .getTargetValidationMetadatas(target, '', false, false)
        .filter(({ propertyName }) => propertyName === field.name)
        .map(({ name: rule, type }) => rule ?? type),
    })),
  );
}
