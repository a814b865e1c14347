import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { SEED_PASSWORD } from '../seed/seed.accounts.ts';

const MIN_CHARACTERS = 15;
const MAX_CODE_POINTS = 256;

export const normalizePassword = (password: string): string => password.normalize('NFKC');

const GUESSABLE = { rule: 'guessable', message: 'This password is too easy to guess' };

/** Why a password is refused, or null. No composition rules: length and what is known to be guessed. */
export function passwordProblem(password: string, email = ''): { rule: string; message: string } | null {
  // its hash would be that of any other with a broken character in this place
  if (!password.isWellFormed()) return { rule: 'text', message: 'A password has whole characters only' };
  const normalized = normalizePassword(password);
  const { length } = [...normalized];
  if (length < MIN_CHARACTERS) return { rule: 'min', message: `A password has at least ${MIN_CHARACTERS} characters` };
  if (length > MAX_CODE_POINTS) return { rule: 'max', message: `A password has at most ${MAX_CODE_POINTS} characters` };
  const simple = simplified(normalized);
  return isTheirAddress(simple, email.toLowerCase()) || isTriedFirst(simple) ? GUESSABLE : null;
}

/** Capital letters, spaces and what cannot be seen make nothing harder to guess. */
const simplified = (password: string): string => password.toLowerCase().replace(/[\s\p{Cf}]/gu, '');

function isTheirAddress(simple: string, email: string): boolean {
  const [name = email] = email.split('@');
  return simple === email || (name.length > 3 && simple.replaceAll(name, '').length < 4);
}

/** Printed in the README of every shop that was made of this one. */
const lettersOf = (simple: string): string => simple.replace(/[^\p{L}\p{N}]/gu, '');
const SEEDED = lettersOf(simplified(SEED_PASSWORD));

/** Looking at more takes seconds of a hostile text; where more is there, its parts are looked at. */
const LOOKED_AT = 64;
/** Less than 10^8 guesses: found within hours, however slow a hash is. */
const HARD_ENOUGH = 3;

let estimator: ZxcvbnFactory | undefined;

/** By the 49,000 passwords that leaks have most often, and by what is made of them: repeated, joined, counted on, spelled in digits, along the keyboard. */
function isTriedFirst(simple: string): boolean {
  if (lettersOf(simple) === SEEDED) return true;
  estimator ??= new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: 10,
    maxLength: LOOKED_AT,
  });
  const letters = [...simple];
  for (let start = 0; start < letters.length; start += LOOKED_AT)
    if (estimator.check(letters.slice(start, start + LOOKED_AT).join('')).score >= HARD_ENOUGH) return false;
  return true;
}
