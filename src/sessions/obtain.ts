import type { Caller, Sts, TemporaryKeys } from '../aws/sts.ts';
import { exitCodes, UserError } from '../errors.ts';
import type { Place } from '../profiles/place.ts';
import type {
  AwsKeys,
  ResolvedProfile,
  RoleProfile,
  SdkProfile,
  SessionProfile,
  UserProfile,
} from '../profiles/resolve.ts';
import { epochSeconds } from './expiry.ts';
import type { KeptRole } from './kept-roles.ts';
import type { KeptSession } from './kept-sessions.ts';
import { mfaSession } from './mfa-session.ts';
import { roleSession } from './role-session.ts';
import type { UsedCodesMemory } from './used-codes.ts';

/** What the person asked for, flags and settings already weighed. Lengths in seconds. */
export interface Wanted {
  durationSeconds?: number | undefined;
  serial?: string | undefined;
  /** Six digits. */
  code?: string | undefined;
  minRemaining: number;
  force: boolean;
  persist: boolean;
  mfa: boolean;
}

/** What a session needs from outside: AWS, the person, our memory. */
export interface Sources {
  sts(place: Place, keys: AwsKeys): Promise<Sts>;
  /** The keys that the SDK's own providers give. */
  sdkKeys(profile: SdkProfile): Promise<AwsKeys | TemporaryKeys>;
  /** The user's device, where AWS must be asked for it. */
  findSerial(user: UserProfile, caller: Caller): Promise<string | undefined>;
  /** Throws where nobody could be asked for a code: told before AWS is called in vain. */
  checkAskable(profile: string): Promise<void>;
  /** Asks for a code; `problem` says what was wrong with the one before. */
  askCode(question: { profile: string; serial: string; problem?: string }): Promise<string>;
  /** Another process is getting the same session. */
  sayWaiting(pid: number): void;
  keptSession(user: UserProfile): KeptSession;
  keptRole(role: RoleProfile): KeptRole;
  usedCodes: UsedCodesMemory;
}

export interface Obtained {
  keys: AwsKeys | TemporaryKeys;
  how: string;
  /** As whom, where that is known. */
  arn?: string | undefined;
  /** Where a new session is kept for other tools. */
  place?: string;
  /** What the person should know of decisions that were made for them. */
  notes: string[];
}

/**
 * Credentials of a profile, whatever its kind. Throws UserError; nothing is written before AWS
 * has given a session.
 */
export async function obtain(
  profile: ResolvedProfile,
  wanted: Wanted,
  sources: Sources,
): Promise<Obtained> {
  switch (profile.kind) {
    case 'user':
      return await mfaSession(profile, wanted, sources);
    case 'role':
      return await roleSession(profile, wanted, sources);
    case 'sdk':
      return { keys: await sources.sdkKeys(profile), how: profile.means, notes: [] };
    case 'session':
      return { keys: ownSession(profile), how: 'its own session', notes: [] };
  }
}

/** A session that was written into the profile by hand or by another tool. */
function ownSession({ name, keys, expiry }: SessionProfile): AwsKeys | TemporaryKeys {
  const { sessionToken = '' } = keys;
  const expires = epochSeconds(expiry ?? '');
  if (!expiry || Number.isNaN(expires)) return keys;
  if (expires > Date.now() / 1000) return { ...keys, sessionToken, expiration: expiry, expires };
  throw new UserError(
    `The session in profile "${name}" is over`,
    `It ended at ${expiry}.`,
    'Switch to the profile that it was made from.',
    exitCodes.refused,
  );
}
