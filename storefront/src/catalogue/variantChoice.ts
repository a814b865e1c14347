/** A variant, as far as choosing one goes. */
interface Choosable {
  id: string;
  title: string;
  selectedOptions: readonly { name: string; value: string }[];
  availability: { state: string };
}

/** One thing to choose: an option, or which variant where options do not tell. */
export interface Choice<V> {
  name: string;
  values: { value: string; leadsTo: V | undefined; isChosen: boolean }[];
}

/** What is chosen among. Variants that options do not tell apart are chosen by their titles; of a single one nothing is. */
export function choicesOf<V extends Choosable>(
  options: readonly { name: string; values: readonly string[] }[],
  variants: readonly V[],
  chosen: V,
): Choice<V>[] {
  if (variants.length < 2) return [];
  const has = ({ selectedOptions }: V, option: string, value?: string) =>
    selectedOptions.some((one) => one.name === option && (value === undefined || one.value === value));
  if (options.length === 0 || variants.some((variant) => options.some(({ name }) => !has(variant, name)))) {
    const values = variants.map((variant) => ({
      value: variant.title,
      leadsTo: variant,
      isChosen: variant.id === chosen.id,
    }));
    return [{ name: 'Which one', values }];
  }
  return options.map(({ name, values }) => ({
    name,
    values: values.map((value) => ({
      value,
      leadsTo: variantWith(variants, chosen, { name, value }),
      isChosen: has(chosen, name, value),
    })),
  }));
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
