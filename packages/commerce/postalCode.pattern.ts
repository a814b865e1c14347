import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** What patterns of postal codes are made of. Anything else is not guessed at. */
type Part = AST.Alternative | AST.Element | AST.ClassRangesCharacterClassElement;

const parser = new RegExpParser();
const unknown = ({ raw }: { raw: string }) => new SyntaxError(`${raw} is not known in the pattern of a postal code`);

/**
 * As a form has it in `pattern`: browsers know no flags there, and are stricter about what is escaped (the flag `v`). It takes small
 * letters, and any blanks and hyphens where the country writes one: `postalCodeAsWritten` mends both.
 */
export function typedPattern(pattern: string): string {
  const choices = (alternatives: readonly AST.Alternative[]): string => alternatives.map(typed).join('|');

  function typed(part: Part): string {
    if (isGap(part)) return '[ \\-]*';
    switch (part.type) {
      case 'Alternative':
        return part.elements.map(typed).join('');
      case 'Group':
      case 'CapturingGroup':
        return `(?:${choices(part.alternatives)})`;
      case 'Quantifier':
        if (!part.greedy) throw unknown(part);
        return isGap(part.element)
          ? typed(part.element)
          : typed(part.element) + part.raw.slice(part.element.raw.length);
      case 'CharacterClass':
        if (part.negate || part.unicodeSets) throw unknown(part);
        return `[${part.elements.map(inClass).join('')}]`;
      case 'CharacterSet':
        return setOf(part);
      case 'Character': {
        const letter = String.fromCodePoint(part.value);
        return isLetter(letter) ? `[${letter}${letter.toLowerCase()}]` : escaped(letter);
      }
      default:
        throw unknown(part);
    }
  }

  return choices(parser.parsePattern(pattern).alternatives);
}

function inClass(part: AST.ClassRangesCharacterClassElement): string {
  if (part.type === 'CharacterSet') return setOf(part);
  const ends = part.type === 'CharacterClassRange' ? [part.min, part.max] : [part];
  const letters = ends.map(({ value }) => String.fromCodePoint(value));
  const range = letters.map(inBrackets).join('-');
  return letters.every(isLetter) ? range + range.toLowerCase() : range;
}

function setOf(part: AST.CharacterSet): string {
  if (part.kind !== 'digit' || part.negate) throw unknown(part);
  return part.raw;
}

/** A blank or a hyphen. */
function isGap(part: Part): boolean {
  if (part.type === 'Character') return [' ', '-'].includes(String.fromCodePoint(part.value));
  return part.type === 'CharacterClass' && !part.unicodeSets && part.elements.every(isGap);
}

const isLetter = (character: string): boolean => /[A-Z]/.test(character);
const escaped = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);
/** A hyphen is escaped in brackets, and must not be elsewhere. */
const inBrackets = (character: string): string => (character === '-' ? '\\-' : escaped(character));
