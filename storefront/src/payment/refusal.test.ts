import { expect, test } from 'vitest';
import { textOfRefusal } from './refusal.ts';

test('a declined card is told with what to do', () => {
  expect(textOfRefusal({ type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' })).toBe(
    'Your bank declined this card. Nothing was charged. Try another one.',
  );
  expect(textOfRefusal({ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' })).toBe(
    'The bank says that there is not enough money on this card. Nothing was charged.',
  );
});

test('nobody at the screen learns that a card was reported as stolen', () => {
  const told = (decline_code: string) => textOfRefusal({ type: 'card_error', code: 'card_declined', decline_code });
  expect(told('stolen_card')).toBe(told('generic_decline'));
});

test('after a lost connection nothing is said about money that nobody knows about', () => {
  expect(textOfRefusal({ type: 'api_connection_error' })).not.toContain('Nothing was charged');
});
