import { randomUUID } from 'node:crypto';

/** What a client could send in place of a right value. */
export interface Hostile {
  /** For whoever reads what went wrong. */
  what: string;
  /** Undefined: the field is left out. */
  value: unknown;
  /** By some fields' rules it is right, such as the name of somebody in Arabic. */
  mayBeRight?: true;
}

const hostile = (values: Record<string, unknown>): Hostile[] =>
  Object.entries(values).map(([what, value]) => ({ what, value }));
const mayBeRight = (values: Record<string, unknown>): Hostile[] =>
  hostile(values).map((one) => ({ ...one, mayBeRight: true }));

/** JSON.parse makes a key of its own of it, an object literal would not. */
const PROTOTYPE = JSON.parse('{ "__proto__": { "isAdmin": true }, "constructor": { "prototype": null } }');
const deep = (depth: number): unknown => (depth === 0 ? 'x' : [deep(depth - 1)]);

/** In place of anything. */
const ofAnotherType = hostile({
  'an object': { a: 1 },
  'an empty object': {},
  'a prototype': PROTOTYPE,
  'a list of lists': [[['x']]],
  'a hundred lists in each other': deep(100),
  '1,001 strings': Array(1001).fill('x'),
  'a list of nothing': [null],
});
const absent = mayBeRight({ nothing: null, 'left out': undefined });

const SQL = ["'; DROP TABLE users; --", "' OR '1'='1", '1; SELECT pg_sleep(10)', "\\'; SELECT 1 --", '$1', '%', '_'];

const invisible = {
  NUL: 'a\u0000b',
  'NUL alone': '\u0000',
  'a high surrogate alone': 'a\ud83d',
  'a low surrogate alone': '\ude00b',
  'surrogates the wrong way round': '\ude00\ud83d',
  'an override of direction': 'a\u202egnp.exe',
  'an isolate of direction': '\u2066a\u2069',
  'a mark of direction': 'a\u200fb',
  'a space without width': 'a\u200bb',
  'a byte order mark': '\ufeffa',
  'a word joiner': 'a\u2060b',
  'a soft hyphen': 'pass\u00adword',
  'letters of a flag without a flag': 'a\u{e0041}\u{e0042}',
  'an escape of a terminal': '\u001b[31mred\u001b[0m',
  'a control of C1': 'a\u0085b',
  'a separator of lines': 'a\u2028b',
  'an interlinear mark': 'a\ufff9b\ufffbc',
  zalgo: `Z${'\u0300\u0301\u0302\u0303\u0304'.repeat(20)}`,
};

const strings = [
  ...ofAnotherType,
  ...hostile({
    'a number': 7,
    'a fraction': 0.5,
    'a truth': true,
    empty: '',
    'a space': ' ',
    'spaces of all kinds': ' \t\n\u00a0\u3000',
    ...invisible,
    '30,000 characters': 'x'.repeat(30_000),
    '30,000 emoji': '😀'.repeat(15_000),
    '10,000 spaces and a letter': `${' '.repeat(10_000)}x`,
    '10,000 letters of one length more when they are normalised': '\u0958'.repeat(10_000),
    CR: 'a\rb',
    'a line of a mail': 'a\r\nBcc: everybody@shop.example\r\n\r\nBuy',
  }),
  ...mayBeRight({
    '10,000 characters': 'y'.repeat(10_000),
    'an emoji of several': '👩🏽‍🚀',
    Arabic: 'محمد',
    Thai: 'ที่',
    'not normalised': 'e\u0301',
    ligatures: 'ﷺﷺﷺ',
    ...Object.fromEntries(SQL.map((text) => [`SQL ${text}`, text])),
    'the name of the prototype': '__proto__',
    'the name of a method': 'toString',
    'a formula': '=HYPERLINK("https://attacker.example")',
    'a tag': '<script>alert(1)</script>',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a template would take
    'a template': '${7*7}{{7*7}}#{7*7}',
    'a path': '../../../../etc/passwd',
    'a format': '%s%n%x',
    'JSON of nothing': 'null',
    'a backslash': '\\',
    'two lines': 'a\nb',
    'a number of a card': '4242 4242 4242 4242',
  }),
  ...absent,
];

const emails = hostile({
  'no at': 'somebody.example',
  'two ats': 'some@body@shop.example',
  'no name': '@shop.example',
  'no place': 'somebody@',
  'a line more': 'somebody@shop.example\r\nBcc: everybody@shop.example',
  'a name before it': 'Somebody <somebody@shop.example>',
  'two of them': 'one@shop.example, two@shop.example',
  'an address of a machine': 'somebody@[127.0.0.1]',
  'NUL in it': 'some\u0000body@shop.example',
  'a space in it': 'some body@shop.example',
  'a name of 300': `${'x'.repeat(300)}@shop.example`,
  'a place of 300': `somebody@${Array(5).fill('x'.repeat(60)).join('.')}.example`,
  'a dot at the end': 'somebody@shop.example.',
  'a letter that looks like another, unseen': 'some\u200bbody@shop.example',
});

const passwords = [
  ...hostile({
    'fourteen characters': 'x7#qLp0-vB2!ks',
    'what is guessed first': 'passwordpassword',
    'the one of the seed': 'correct horse battery staple',
    'what is longer than 256': `${randomUUID()} `.repeat(8),
    'one letter a hundred times': 'a'.repeat(100),
    'half of a surrogate at its end': 'x7#qLp0-vB2!ksT9\ud83d',
  }),
  ...mayBeRight({
    'signs that NFKC makes of others': 'ﬁve ﬁsh ﬂy ﬀar ﬃne ①②③',
    'emoji of many parts': '👩🏽‍🚀'.repeat(15),
    'NUL at its end': 'x7#qLp0-vB2!ksT9\u0000',
  }),
];

const ids = [
  ...strings.map(({ what, value }) => ({ what, value })),
  ...hostile({
    'an id that no row has': 'PREFIX_01jd9999999999999999999999',
    'the same in capitals': 'PREFIX_01JD9999999999999999999999',
    'an id of another type': 'zzz_01jd9999999999999999999999',
    'an id that is too great': 'PREFIX_81jd9999999999999999999999',
    'with a letter that ids have not': 'PREFIX_01jd999999999999999999999u',
    'only its prefix': 'PREFIX_',
    'without a prefix': '01jd9999999999999999999999',
    'a line more': 'PREFIX_01jd9999999999999999999999\n',
    '1,000 characters': `PREFIX_${'0'.repeat(1000)}`,
    'a UUID': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5f',
    'a negative number': -1,
    'more than 53 bits': 9007199254740994,
  }),
  ...absent,
];

const integers = [
  ...ofAnotherType,
  ...hostile({
    'minus one': -1,
    'minus 2^31': -2147483648,
    'one less than 32 bits': -2147483649,
    'one more than 32 bits': 2147483648,
    'more than 53 bits': 9007199254740994,
    '10^308': 1e308,
    'a half': 1.5,
    'a digit as text': '1',
    'a word': 'many',
    empty: '',
    truth: true,
    infinity: 'Infinity',
    'not a number': 'NaN',
  }),
  ...mayBeRight({
    zero: 0,
    'minus zero': -0,
    '2^31 - 1': 2147483647,
    'a hundred': 100,
    'a million and one': 1_000_001,
  }),
  ...absent,
];

const decimals = [
  ...ofAnotherType,
  ...hostile({
    'a number': 5,
    'a fraction': 0.1,
    negative: '-1.00',
    'a cent below zero': '-0.01',
    'three decimals': '5.001',
    'six decimals': '5.000001',
    'seven decimals': '5.0000001',
    'sixteen digits': '1234567890123456',
    'fifteen nines': '999999999999999',
    'fifteen nines and six': '999999999999999.999999',
    'an exponent': '1e3',
    'a comma': '5,00',
    'thousands apart': '1,000.00',
    'a currency': '$5.00',
    hexadecimal: '0x10',
    infinity: 'Infinity',
    'not a number': 'NaN',
    'a plus': '+5.00',
    'digits of another script': '٥.٠٠',
    empty: '',
    'a space': ' 5.00',
    'a line': '5.00\n',
    NUL: '5.00\u0000',
    SQL: "5.00'; --",
    'a point and nothing': '5.',
    'nothing and a point': '.5',
    truth: true,
    '10,000 digits': '9'.repeat(10_000),
  }),
  ...mayBeRight({ zero: '0', 'minus zero': '-0', 'zeros in front': '000000000000001.00' }),
  ...absent,
];

const enums = [
  ...ofAnotherType,
  ...hostile({
    'a name that it has not': 'NOBODY',
    'small letters': 'usd',
    'the name of the prototype': '__proto__',
    'the name of a method': 'toString',
    constructor: 'constructor',
    empty: '',
    'a number': 0,
    truth: true,
    NUL: 'USD\u0000',
    SQL: SQL[0],
    '10,000 characters': 'X'.repeat(10_000),
  }),
  ...absent,
];

const booleans = [
  ...ofAnotherType,
  ...hostile({ 'a word': 'true', one: 1, zero: 0, empty: '', yes: 'yes', NUL: '\u0000', SQL: SQL[1] }),
  ...mayBeRight({ truth: true, falsehood: false }),
  ...absent,
];

const uuids = [
  ...ofAnotherType,
  ...hostile({
    'a word': 'key',
    empty: '',
    'a digit less': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5',
    'a digit more': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5ff',
    'a letter that it has not': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5g',
    'a line more': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5f\n',
    'NUL in it': '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5\u0000',
    SQL: SQL[0],
    '10,000 characters': 'a'.repeat(10_000),
    'a number': 7,
    truth: true,
  }),
  ...absent,
];

const ofScalars: Record<string, Hostile[]> = {
  String: strings,
  ID: ids,
  Int: integers,
  Decimal: decimals,
  Boolean: booleans,
  UUID: uuids,
  CountryCode: enums,
};

/** For a field at this path, of this type, given what is right for it. A scalar that is not named here turns the test red. */
export function hostileTo(path: string, type: string, isEnum: boolean, right: unknown): Hostile[] {
  if (isEnum) return enums;
  const values = ofScalars[type];
  if (!values) throw new Error(`Say in values.ts what is hostile to a ${type}, such as ${path}`);
  if (type === 'ID') return values.map((one) => ({ ...one, value: withPrefix(one.value, right) }));
  if (/email/i.test(path)) return [...values, ...emails];
  if (/password/i.test(path)) return [...values, ...passwords];
  return values;
}

const withPrefix = (value: unknown, right: unknown): unknown =>
  typeof value === 'string' ? value.replace('PREFIX', String(right ?? 'add').split('_')[0]!) : value;

/** In place of a list of which these are right. */
export const hostileLists = (right: readonly unknown[]): Hostile[] => [
  ...hostile({
    empty: [],
    '1,001 of the right one': Array(1001).fill(right[0]),
    'the right one and nothing': [right[0], null],
    nothing: [null],
    'a list of lists': [[right[0]], [right[0]]],
    text: 'x',
    'a number': 1,
    'an object': { length: 1, 0: right[0] },
    'a prototype': PROTOTYPE,
  }),
  ...mayBeRight({
    'the right one twice': [right[0], right[0]],
    'the right one without its list': right[0],
    none: null,
    'left out': undefined,
  }),
];

/** In place of an object, and of the whole input. */
export const hostileObjects = (right: object): Hostile[] => [
  ...hostile({
    text: 'x',
    'a number': 1,
    truth: true,
    'two of them': [right, right],
    'a list of nothing': [null],
    'a field more': { ...right, isAdmin: true },
    'a field more that is nothing': { ...right, $where: null },
    'a prototype': { ...right, ...PROTOTYPE },
    'a hundred lists in each other': deep(100),
    'JSON as text': JSON.stringify(right),
  }),
  ...mayBeRight({ empty: {}, nothing: null, 'left out': undefined }),
];
