import { text } from '../parameters.ts';
import { accessDenied } from '../refusal.ts';
import type { User } from '../user.ts';

/** The two MFA parameters that GetSessionToken and AssumeRole have in common. */
export const mfaFields = {
  SerialNumber: text({ min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
  TokenCode: text({ min: 6, max: 6, pattern: '[\\d]*' }),
};

/**
 * Takes the MFA code of a call.
 * @param user whose device it must be; a role's session has none
 * @returns whether a code was given (and was right)
 * @throws Refusal AccessDenied: wrong or used code, no such device, half of the two given
 */
export function takeMfaCode(
  user: User | undefined,
  { SerialNumber, TokenCode }: { SerialNumber: string | undefined; TokenCode: string | undefined },
): boolean {
  if (SerialNumber === undefined && TokenCode === undefined) return false;
  if (SerialNumber === undefined || TokenCode === undefined) {
    throw accessDenied(
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    );
  }
  const device = user?.devices.find(({ serial }) => serial === SerialNumber);
  if (!device?.showsCodes) {
    throw accessDenied(
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  }
  if (!device.take(TokenCode)) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
  }
  return true;
}
