/**
 * The pattern of a postal code as libraries write it, read into parts: browsers take it without flags and stricter (the flag `v`), and a
 * form shows an example. Knows what those patterns are made of: characters, classes, groups, repetitions, no more.
 */
type Part =
  | { kind: 'characters'; ranges: readonly Range[] }
  | { kind: 'group'; opening: string; choices: readonly Part[][] }
  | { kind: 'repeat'; part: Part; least: number; most: number }
  | { kind: 'anchor'; text: string };
type Range = readonly [string, string];

const DIGITS: Range[] = [['0', '9']];
class Reader {
  private at = 0;
  private readonly source: string;
  private readonly ignoresCase: boolean;

  constructor({ source, ignoreCase }: RegExp) {
    this.source = source;
    this.ignoresCase = ignoreCase;
  }

  read(): Part[][] {
    const choices = this.choices();
    if (this.at < this.source.length) throw new SyntaxError(`Nothing closes at ${this.at} in ${this.source}`);
    return choices;
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private choices(): Part[][] {
    const choices: Part[][] = [[]];
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      if (this.take('|')) choices.push([]);
      else choices.at(-1)!.push(this.repeated(this.part()));
    }
    return choices;
  }

  private part(): Part {
    if (this.take('(')) {
      const opening = ['?:', '?!', '?='].find((kind) => this.take(kind)) ?? '?:';
      const choices = this.choices();
      if (!this.take(')')) throw new SyntaxError(`A group is open in ${this.source}`);
      return { kind: 'group', opening, choices };
    }
    if (this.take('[')) {
      const ranges: Range[] = [];
      while (!this.take(']')) ranges.push(...this.range());
      return this.characters(ranges);
    }
    for (const text of ['^', '$']) if (this.take(text)) return { kind: 'anchor', text };
    return this.characters(this.character());
  }

  private range(): readonly Range[] {
    const first = this.character();
    if (this.source[this.at] !== '-' || this.source[this.at + 1] === ']') return first;
    this.at++;
    return [[first[0]![0], this.character()[0]![1]]];
  }

  private character(): readonly Range[] {
    const isEscaped = this.take('\\');
    const character = this.source[this.at++];
    if (character === undefined) throw new SyntaxError(`${this.source} ends too early`);
    if (!isEscaped) {
      if ('.*+?{'.includes(character)) throw new SyntaxError(`${character} is not known in ${this.source}`);
      return [[character, character]];
    }
    if (character === 'd') return DIGITS;
    if (character === 's') return [[' ', ' ']];
    if (/[a-z0-9]/i.test(character)) throw new SyntaxError(`\\${character} is not known in ${this.source}`);
    return [[character, character]];
  }

  private characters(ranges: readonly Range[]): Part {
    if (!this.ignoresCase) return { kind: 'characters', ranges };
    const other = ([from, to]: Range): Range[] => {
      if (!/^[A-Z]+$/.test(from + to))
        return /^[^A-Za-z]+$/.test(from + to) ? [] : [[from.toUpperCase(), to.toUpperCase()]];
      return [[from.toLowerCase(), to.toLowerCase()]];
    };
    return { kind: 'characters', ranges: [...ranges, ...ranges.flatMap(other)] };
  }

  private repeated(part: Part): Part {
    if (this.take('?')) return { kind: 'repeat', part, least: 0, most: 1 };
    if (this.take('*')) return { kind: 'repeat', part, least: 0, most: Number.POSITIVE_INFINITY };
    if (this.take('+')) return { kind: 'repeat', part, least: 1, most: Number.POSITIVE_INFINITY };
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.source.slice(this.at));
    if (!counted) return part;
    const [text, least, comma, most] = counted;
    this.at += text.length;
    return { kind: 'repeat', part, least: Number(least), most: Number(comma ? most || 'Infinity' : least) };
  }
}

const escaped = (character: string): string => (/[\^$\\.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character);
/** Outside of brackets a hyphen needs no escape, and gets none: `\-` is wrong there. */
const alone = (character: string): string => (character === '-' ? '-' : escaped(character));
const braces = (least: number, most: number): string => {
  if (least === 0 && most === 1) return '?';
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : `{${least},}`;
  if (least === most) return least === 1 ? '' : `{${least}}`;
  return `{${least},${most}}`;
};

function written(part: Part): string {
  switch (part.kind) {
    case 'anchor':
      return part.text;
    case 'group':
      return `(${part.opening}${writtenChoices(part.choices)})`;
    case 'repeat':
      return `${written(part.part)}${braces(part.least, part.most)}`;
    case 'characters': {
      const [first, ...others] = part.ranges;
      if (first && others.length === 0 && first[0] === first[1]) return alone(first[0]);
      return `[${part.ranges.map(([from, to]) => (from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`)).join('')}]`;
    }
  }
}
const writtenChoices = (choices: readonly Part[][]): string =>
  choices.map((parts) => parts.map(written).join('')).join('|');

/** Counts through digits and letters, so that the example looks like one: `12345`, `A1B 2C3`. */
class Example {
  private digits = 0;
  private letters = 0;
  private readonly isWhole: boolean;

  constructor(isWhole: boolean) {
    this.isWhole = isWhole;
  }

  of(parts: readonly Part[]): string {
    return parts.map((part) => this.ofPart(part)).join('');
  }

  private ofPart(part: Part): string {
    switch (part.kind) {
      case 'anchor':
        return '';
      case 'group':
        return part.opening === '?:' ? this.of(part.choices[0]!) : '';
      case 'repeat': {
        const isShown = this.isWhole || isGap(part.part);
        const count = part.least === 0 && isShown ? 1 : part.least;
        return this.of(Array.from({ length: count }, () => part.part));
      }
      case 'characters':
        return this.oneOf(part.ranges);
    }
  }

  private oneOf(ranges: readonly Range[]): string {
    const all = ranges.flatMap(([from, to]) => between(from, to));
    const digits = all.filter((character) => /\d/.test(character));
    if (digits.length > 1) return pick(digits, String(++this.digits % 10));
    const letters = all.filter((character) => /[A-Z]/.test(character));
    if (letters.length > 1) return pick(letters, String.fromCharCode(65 + (this.letters++ % 26)));
    return all[0]!;
  }
}

const between = (from: string, to: string): string[] =>
  Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, index) =>
    String.fromCharCode(from.charCodeAt(0) + index),
  );
const pick = (all: readonly string[], wanted: string): string => all.find((one) => one >= wanted) ?? all[0]!;
/** A blank or a hyphen that may be left out. */
const isGap = (part: Part): boolean =>
  part.kind === 'group'
    ? part.choices.every((parts) => parts.every(isGap))
    : part.kind === 'characters' && part.ranges.every(([from, to]) => from === to && /[ -]/.test(from));

/** For the attribute `pattern` of HTML, and for `new RegExp(…, 'v')`: no flags, the whole text. */
export const htmlPattern = (pattern: RegExp): string => writtenChoices(new Reader(pattern).read());

/** Null when none is found that the pattern takes. */
export function exampleOf(pattern: RegExp): string | null {
  const [parts = []] = new Reader(pattern).read();
  const examples = [false, true].map((isWhole) => new Example(isWhole).of(parts));
  return examples.find((example) => example !== '' && pattern.test(example)) ?? null;
}
