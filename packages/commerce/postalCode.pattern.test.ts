import { expect, test } from 'vitest';
import { typedPattern } from './postalCode.pattern.ts';

test.each([
  ['[A-Z]\\d ?[A-C-]', '[A-Za-z]\\d[ \\-]*[A-Ca-c\\-]'],
  ['(\\d{5})(?:[ \\-](\\d{4}))?', '(?:\\d{5})(?:[ \\-]*(?:\\d{4}))?'],
  ['LV-\\d{4}', '[Ll][Vv][ \\-]*\\d{4}'],
  ['A|B?', '[Aa]|[Bb]?'],
])('%s is typed as %s', (pattern, typed) => {
  expect(typedPattern(pattern)).toBe(typed);
  expect(() => new RegExp(`^(?:${typed})$`, 'v')).not.toThrow();
});

test.each(['a.b', '\\w{3}', 'A+?', '[^A]', '^A$', '(?=A)B', '\\D'])(
  'a pattern of another kind is not guessed at: %s',
  (pattern) => {
    expect(() => typedPattern(pattern)).toThrow(SyntaxError);
  },
);
