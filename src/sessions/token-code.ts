import { exitCodes, UserError } from '../errors.ts';

/** Exactly six ASCII digits, as AWS asks (`[\d]*`, length 6, of AssumeRole's TokenCode). */
export function isTokenCode(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}

/**
 * The code itself; a UserError that does not repeat the text where it is none. `from` is the
 * setting that gave it, where it was not the person.
 */
export function checkedTokenCode(text: string, from?: string): string {
  const code = text.trim();
  if (isTokenCode(code)) return code;
  throw new UserError(
    from ? `${from} gave no MFA code` : 'That is no MFA code',
    `A code has exactly six digits; this has ${describe(code)}.`,
    from
      ? `The program of ${from} is to print the six digits and nothing else.`
      : 'Read it from the device and give it with: --mfa-code 123456',
    exitCodes.usage,
  );
}

function describe(code: string): string {
  if (code === '') return 'none';
  return /^[0-9]+$/.test(code) ? `${code.length} digits` : 'other characters too';
}
