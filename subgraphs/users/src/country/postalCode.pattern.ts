import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** What patterns of postal codes are made of. Anything else is not guessed at. */
type Part = AST.Alternative | AST.Element | AST.ClassRangesCharacterClassElement;

const parser = new RegExpParser();
const parse = (pattern: RegExp): AST.Alternative[] => parser.parsePattern(pattern.source).alternatives;
const unknown = ({ raw }: { raw: string }) => new SyntaxError(`${raw} is not known in the pattern of a postal code`);

/** As a form has it in `pattern`: browsers know no flags there, and are stricter about what is escaped (the flag `v`). */
export function htmlPattern(pattern: RegExp): string {
  const choices = (alternatives: readonly AST.Alternative[]): string => alternatives.map(written).join('|');
  const eitherCase = (text: string): string => (pattern.ignoreCase ? text.toUpperCase() + text.toLowerCase() : text);

  function written(part: Part): string {
    switch (part.type) {
      case 'Alternative':
        return part.elements.map(written).join('');
      case 'Group':
      case 'CapturingGroup':
        return `(?:${choices(part.alternatives)})`;
      case 'Assertion':
        if (part.kind === 'start' || part.kind === 'end') return part.raw;
        if (part.kind === 'lookahead') return `(?${part.negate ? '!' : '='}${choices(part.alternatives)})`;
        throw unknown(part);
      case 'Quantifier':
        if (!part.greedy) throw unknown(part);
        return written(part.element) + part.raw.slice(part.element.raw.length);
      case 'CharacterClass':
        if (part.negate || part.unicodeSets) throw unknown(part);
        return `[${part.elements.map(inClass).join('')}]`;
      case 'CharacterSet':
        return setOf(part);
      case 'Character': {
        const letter = String.fromCodePoint(part.value);
        return pattern.ignoreCase && /[a-z]/i.test(letter) ? `[${eitherCase(letter)}]` : escaped(letter);
      }
      default:
        throw unknown(part);
    }
  }

  function inClass(part: AST.ClassRangesCharacterClassElement): string {
    if (part.type === 'CharacterSet') return setOf(part);
    const [from, to] = part.type === 'CharacterClassRange' ? [part.min, part.max] : [part, part];
    const range = (change: (text: string) => string): string => {
      const end = ({ value }: AST.Character) => inBrackets(change(String.fromCodePoint(value)));
      const [first, last] = [end(from), end(to)];
      return first === last ? first : `${first}-${last}`;
    };
    if (!pattern.ignoreCase || !/[a-z]/i.test(part.raw)) return range((text) => text);
    return range((text) => text.toUpperCase()) + range((text) => text.toLowerCase());
  }

  return choices(parse(pattern));
}

function setOf(part: AST.CharacterSet): string {
  const isKnown = (part.kind === 'digit' || part.kind === 'space') && !part.negate;
  if (!isKnown) throw unknown(part);
  return part.raw;
}

const escaped = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);
/** A hyphen is escaped in brackets, and must not be elsewhere. */
const inBrackets = (character: string): string => (character === '-' ? '\\-' : escaped(character));

/** What one looks like, by counting through digits and letters: `12345`, `A1B 2C3`. Null when nothing is found that the pattern takes. */
export function exampleOf(pattern: RegExp): string | null {
  const [first] = parse(pattern);
  const examples = [false, true].map((isWhole) => exampleWith(first!, isWhole));
  return examples.find((example) => example !== '' && pattern.test(example)) ?? null;
}

/** `isWhole`: with what may be left out, too. A gap is always shown. */
function exampleWith(whole: AST.Alternative, isWhole: boolean): string {
  let [digits, letters] = [0, 0];
  const oneOf = (all: readonly string[]): string => {
    const some = (wanted: RegExp) => all.filter((character) => wanted.test(character));
    const [ofDigits, ofLetters] = [some(/\d/), some(/[A-Z]/)];
    if (ofDigits.length > 1) return from(ofDigits, String(++digits % 10));
    if (ofLetters.length > 1) return from(ofLetters, String.fromCharCode(65 + (letters++ % 26)));
    return all[0] ?? '';
  };
  const shown = (part: Part): string => {
    switch (part.type) {
      case 'Alternative':
        return part.elements.map(shown).join('');
      case 'Group':
      case 'CapturingGroup':
        return shown(part.alternatives[0]!);
      case 'Quantifier': {
        const count = part.min === 0 && (isWhole || isGap(part.element)) ? 1 : part.min;
        return Array.from({ length: count }, () => shown(part.element)).join('');
      }
      default:
        return isCharacters(part) ? oneOf(charactersOf(part)) : '';
    }
  };
  return shown(whole);
}

/** A blank or a hyphen that may be left out. */
function isGap(part: Part): boolean {
  if (part.type === 'Alternative') return part.elements.every(isGap);
  if (part.type === 'Group' || part.type === 'CapturingGroup') return part.alternatives.every(isGap);
  return isCharacters(part) && charactersOf(part).every((character) => /[ -]/.test(character));
}

type Characters = AST.CharacterClass | AST.CharacterSet | AST.Character;
const isCharacters = (part: Part): part is Characters =>
  part.type === 'Character' || part.type === 'CharacterSet' || part.type === 'CharacterClass';

function charactersOf(part: Characters): string[] {
  if (part.type === 'CharacterSet') return part.kind === 'digit' ? [...'0123456789'] : [' '];
  const elements = part.type === 'Character' ? [part] : part.elements;
  return elements.flatMap((element) => {
    if (element.type === 'CharacterClassRange') return between(element.min.value, element.max.value);
    if (element.type === 'Character') return [String.fromCodePoint(element.value)];
    return element.type === 'CharacterSet' ? charactersOf(element) : [];
  });
}

const between = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
const from = (all: readonly string[], wanted: string): string => all.find((one) => one >= wanted) ?? all[0]!;
