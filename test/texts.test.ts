import { inputFields } from '@storegraph/kit/testing';
import { expect, test } from 'vitest';
import { definitions } from '../local/definitions.generated.ts';

const texts = inputFields().filter(({ type }) => type === String);
const of = (rule: string) => texts.filter(({ rules }) => rules.includes(rule)).map(({ coordinate }) => coordinate);

test('every text that a client sends is looked at by the one rule for texts, for addresses or for passwords', () => {
  expect(definitions.length).toBeGreaterThan(5);
  expect(texts.length).toBeGreaterThan(50);
  const free = texts.filter(({ rules }) => !rules.some((rule) => ['text', 'email'].includes(rule)));
  expect(free.map(({ coordinate }) => coordinate).sort()).toEqual([
    // compared with what there is, each of them as a text
    'AttributeFilter.values',
    // hashed, never shown
    'ChangeEmailInput.currentPassword',
    'ChangePasswordInput.currentPassword',
    'ChangePasswordInput.newPassword',
    'CompleteRegistrationInput.password',
    'ConfirmGoogleLinkInput.password',
    // cursors and filters of lists are read, never kept
    'ConnectionArgs.after',
    'ConnectionArgs.before',
    'OwnerProofInput.currentPassword',
    'RegisterInput.password',
    'ResetPasswordInput.password',
    'SignInInput.password',
    // of a closed form each
    'UpdateProfileInput.locale',
    'UploadInput.sha256',
  ]);
});

test('no text for people takes the number of a card; what a machine made may look like one', () => {
  const codes = of('text').filter((coordinate) => !of('noCard').includes(coordinate));
  const names = [...new Set(codes.map((coordinate) => coordinate.split('.')[1]))];
  expect(names.sort()).toEqual([
    'cartToken',
    'categorySlug',
    'code',
    'contentType',
    'number',
    'phone',
    'postalCode',
    'query',
    'refreshToken',
    'response',
    'sku',
    'slug',
    'state',
    'token',
    'trackingNumber',
  ]);
});

test('who is named in a mail has no link in the name', () => {
  expect(of('noLink').sort()).toEqual([
    'AddressInput.fullName',
    'RegisterInput.displayName',
    'UpdateProfileInput.displayName',
  ]);
});
