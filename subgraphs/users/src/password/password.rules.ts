const MIN_CHARACTERS = 15;
const MAX_CODE_POINTS = 256;

/** Long enough to pass the length rule, and the first things that are tried. */
const BLOCKED = [
  'passwordpassword',
  'password12345678',
  '123456789012345',
  'qwertyuiopasdfgh',
  'iloveyouiloveyou',
  'letmeinletmeinletmein',
  'correcthorsebatterystaple',
];

export const normalizePassword = (password: string): string => password.normalize('NFKC');

/** Why a password is refused, or null. No composition rules: length and what is known to be guessed. */
export function passwordProblem(password: string, email = ''): { rule: string; message: string } | null {
  const normalized = normalizePassword(password);
  const { length } = [...normalized];
  if (length < MIN_CHARACTERS) return { rule: 'min', message: `A password has at least ${MIN_CHARACTERS} characters` };
  if (length > MAX_CODE_POINTS) return { rule: 'max', message: `A password has at most ${MAX_CODE_POINTS} characters` };
  const simple = normalized.toLowerCase().replace(/\s/g, '');
  if (new Set(simple).size < 4) return { rule: 'guessable', message: 'This password is too easy to guess' };
  const name = email.split('@')[0]!.toLowerCase();
  if (
    BLOCKED.includes(normalized.toLowerCase()) ||
    simple === email.toLowerCase() ||
    (name.length > 3 && simple.replaceAll(name, '').length < 4)
  ) {
    return { rule: 'guessable', message: 'This password is too easy to guess' };
  }
  return null;
}
