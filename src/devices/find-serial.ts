import type { Iam } from '../aws/iam.ts';
import { exitCodes, UserError } from '../errors.ts';

/** Asks the person which of several devices; gives back one of the serials. */
export type ChooseDevice = (serials: string[]) => Promise<string>;

/**
 * The serial of the device that answers with six-digit codes: the only one, or the one chosen;
 * undefined where the user has no device. Throws UserError for a user with passkeys alone.
 */
export async function findSerial(
  iam: Iam,
  userArn: string,
  choose: ChooseDevice,
): Promise<string | undefined> {
  const serials = await iam.listMfaSerials(userNameIn(userArn));
  const [first, ...others] = serials.filter(givesCodes);
  if (first === undefined && serials.length > 0) throw onlyPasskeys(serials);
  return first !== undefined && others.length > 0 ? await choose([first, ...others]) : first;
}

/** `arn:aws:iam::123456789012:user/team/a/bob` -> `bob`; undefined for root. */
function userNameIn(arn: string): string | undefined {
  return /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/**
 * Passkeys and security keys (`:u2f/`) have no codes; virtual devices (`:mfa/`) and hardware
 * serials do. (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_fido.html)
 */
function givesCodes(serial: string): boolean {
  return !serial.includes(':u2f/');
}

function onlyPasskeys(serials: string[]): UserError {
  return new UserError(
    'This user has no MFA device that gives six-digit codes',
    `AWS takes no passkey or security key on the command line, and there is only ${serials.join(', ')}.`,
    'Add an authenticator app beside it (a user can have 8 devices): AWS console > IAM > Users > Security credentials > Assign MFA device',
    exitCodes.refused,
  );
}
