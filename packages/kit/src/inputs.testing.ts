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

/** Every field of every input and argument class that was imported, where it is declared. */
export function inputFields(): InputField[] {
  const { inputTypes, argumentTypes, fields } = getMetadataStorage();
  const inputs = new Map([...inputTypes, ...argumentTypes].map(({ target, name }) => [target, name]));
  return fields
    .filter(({ target }) => inputs.has(target))
    .map(({ target, name, getType }) => ({
      coordinate: `${inputs.get(target)}.${name}`,
      type: getType(),
      rules: validation()
        .getTargetValidationMetadatas(target, '', false, false)
        .filter(({ propertyName }) => propertyName === name)
        .map(({ name: rule, type }) => rule ?? type),
    }));
}
