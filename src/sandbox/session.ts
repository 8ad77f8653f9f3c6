import { secretAccessKey, sessionToken, uniqueId } from './identifiers.ts';
import type { Role } from './role.ts';
import type { User } from './user.ts';

/** Whose session it is: a user's (GetSessionToken) or a role's (AssumeRole). */
export type SessionOwner =
  | { user: User; role?: undefined }
  | { user?: undefined; role: Role; sessionName: string };

/** Temporary credentials. Times are milliseconds since the epoch, on whole seconds. */
export class Session {
  readonly accessKeyId = uniqueId('ASIA');
  readonly secretAccessKey = secretAccessKey();
  readonly token = sessionToken();
  readonly issuedAt: number;
  readonly expiresAt: number;

  /**
   * @param withMfa whether a code of an MFA device was given for it
   * @param now milliseconds since the epoch
   */
  constructor(
    readonly owner: SessionOwner,
    readonly withMfa: boolean,
    now: number,
    durationSeconds: number,
  ) {
    this.issuedAt = Math.floor(now / 1000) * 1000;
    this.expiresAt = this.issuedAt + durationSeconds * 1000;
  }
}
