import { expect, test } from 'vitest';
import { renderMail, titleLine } from './layout.template.ts';

const shop = { name: 'Lamps', url: 'http://localhost:4000' };

test('a paragraph is whole, however long: whoever chose a part of it cannot hide the rest', () => {
  const address = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
  const paragraph = `your address is to become ${address}. It changes when the link in that mail is opened.`;
  const { text, html } = renderMail(shop, {
    subject: 'Your address',
    greeting: 'Hello,',
    paragraphs: [paragraph],
    closing: `${'Closing words. '.repeat(20)}The end`,
  });
  for (const body of [text, html]) {
    expect(body).toContain(paragraph);
    expect(body).toContain('Closing words. The end');
  }
});

test.each([
  ['as it is', 'a'.repeat(200), 'a'.repeat(200)],
  ['cut, and says so', 'a'.repeat(201), `${'a'.repeat(199)}…`],
  ['never cut within a character', `${'a'.repeat(198)}😀😀`, `${'a'.repeat(198)}…`],
  ['in one line', 'one\r\ntwo \u202e three', 'one two three'],
])('a title is %s', (_, given, expected) => {
  expect(titleLine(given)).toBe(expected);
});
