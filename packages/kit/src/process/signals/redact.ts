const MAX_LENGTH = 500;

/** What could be somebody's own in a message: addresses, secrets, long numbers, whatever is quoted. */
const PERSONAL: readonly [RegExp, string][] = [
  [/"[^"]*("|$)/g, '"…"'],
  [/[^\s@<>"']{1,64}@[^\s@<>"']+/g, '[address]'],
  [/\beyJ[\w-]+(\.[\w-]+)*/g, '[token]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [token]'],
  [/([?#])\S+/g, '$1…'],
  [/\b(?=\w*\d)[\w-]{24,}/g, '[secret]'],
  [/\d[\d -]{7,}\d/g, '[number]'],
];

/** A message of an error without values. */
export function redact(message: string): string {
  let text = message.slice(0, 4 * MAX_LENGTH);
  for (const [pattern, instead] of PERSONAL) text = text.replace(pattern, instead);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
