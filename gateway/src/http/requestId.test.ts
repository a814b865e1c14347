import { traceIdOf } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { requestIdOf, traceparentOf } from './requestId.ts';

test.each(['12345678', crypto.randomUUID(), 'a_Z-0'.repeat(5), 'x'.repeat(128)])('the id %s is kept', (id) => {
  expect(requestIdOf({ headers: { 'x-request-id': id } })).toBe(id);
});

test.each([
  ['none', undefined],
  ['a short one', '1234567'],
  ['a long one', 'x'.repeat(129)],
  ['two', '12345678, 87654321'],
  ['one with a line break', '12345678\n'],
  ['one with a letter that logs may not like', '1234567é'],
  ['a script', '<script>alert(1)</script>'],
])('instead of %s there is a new one', (_, id) => {
  expect(requestIdOf({ headers: { 'x-request-id': id } })).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
});

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('the trace of a request is known by its id', () => {
  expect(traceparentOf({ traceparent: TRACE })).toBe(TRACE);
  expect(traceIdOf(TRACE)).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

test.each([
  ['no header', undefined],
  ['ids of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ['a parent of zeros', `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`],
  ['capital letters', TRACE.toUpperCase()],
  ['another version', TRACE.replace('00', 'ff')],
  ['more than there should be', `${TRACE}-extra`],
  ['two', `${TRACE}, ${TRACE}`],
  ['a line break', `${TRACE}\n`],
])('%s is no trace', (_, traceparent) => {
  expect(traceparentOf({ traceparent } as never)).toBeUndefined();
});
