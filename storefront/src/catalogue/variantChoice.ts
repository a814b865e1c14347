/** A variant, as far as choosing one goes. */
interface Choosable {
  id: string;
  selectedOptions: readonly { name: string; value: string }[];
  availability: { state: string };
}

/** The one that the address names; without it the first that can be bought. */
export function chosenVariant<V extends Choosable>(variants: readonly V[], wanted: string | null): V | undefined {
  return (
    variants.find(({ id }) => id === wanted) ??
    variants.find(({ availability }) => availability.state !== 'OUT_OF_STOCK') ??
    variants[0]
  );
}

/**
 * Where choosing a value leads: the variant that has it and is otherwise as the chosen one, or else has most in common with it and can
 * be bought. Undefined when no variant has this value.
 */
export function variantWith<V extends Choosable>(
  variants: readonly V[],
  chosen: V,
  option: { name: string; value: string },
): V | undefined {
  const chosenOf = ({ selectedOptions }: Choosable, name: string) =>
    selectedOptions.find((selected) => selected.name === name)?.value;
  const inCommon = (variant: V) =>
    chosen.selectedOptions.filter(({ name, value }) => name !== option.name && chosenOf(variant, name) === value)
      .length;
  const rank = (variant: V) => inCommon(variant) * 2 + (variant.availability.state === 'OUT_OF_STOCK' ? 0 : 1);
  return variants
    .filter((variant) => chosenOf(variant, option.name) === option.value)
    .reduce<V | undefined>((best, variant) => (!best || rank(variant) > rank(best) ? variant : best), undefined);
}
