import { getMetadataStorage, ValidationError, validateOrReject } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';

const OPTIONS = { forbidUnknownValues: false, skipMissingProperties: true };
const hasRules = new Map<unknown, boolean>();

function isRuled(inputClass: Function): boolean {
  let known = hasRules.get(inputClass);
  if (known === undefined) {
    known = getMetadataStorage().getTargetValidationMetadatas(inputClass, '', false, false).length > 0;
    hasRules.set(inputClass, known);
  }
  return known;
}

/** Checks input objects by the rules on their classes; those without rules cost nothing. */
export async function validateInput(value: unknown): Promise<void> {
  const objects = (Array.isArray(value) ? value : [value]).filter(
    (one): one is object => one !== null && typeof one === 'object' && isRuled(one.constructor),
  );
  if (objects.length === 0) return;
  try {
    await Promise.all(objects.map((object) => validateOrReject(object, OPTIONS)));
  } catch (errors) {
    throw new ArgumentValidationError(errors as ValidationError[]);
  }
}
