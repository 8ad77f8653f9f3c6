import { UserError } from '../errors.ts';
import type { ResolvedProfile } from '../profiles/resolve.ts';
import { typed } from '../profiles/typed.ts';
import { type EnvChange, replaceAll } from '../shell/env-change.ts';
import type { ProfileCredentials } from './credentials-of.ts';

/** What a shell is given: the keys themselves, or AWS_PROFILE, never both (R2.14). */
export type Export = 'keys' | 'profile';

/** All that a shell is to hold to work as a profile; every other variable of the list goes. */
export function envChangeOf(
  { profile, keys }: ProfileCredentials,
  exported: Export,
  region = profile.place.region,
): EnvChange {
  const ends = 'expires' in keys ? keys : undefined;
  const credentials =
    exported === 'profile'
      ? { AWS_PROFILE: readableProfile(profile) }
      : {
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          AWS_SESSION_TOKEN: keys.sessionToken,
          AWS_CREDENTIAL_EXPIRATION: ends?.expiration,
        };
  return replaceAll({
    ...credentials,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_DEFAULT_OUTPUT: profile.output,
    AWSKIT_PROFILE: profile.name,
    AWSKIT_EXPIRES: ends && String(ends.expires),
  });
}

/** The profile under which the other AWS tools find the same credentials. Throws UserError. */
function readableProfile(profile: ResolvedProfile): string {
  if (profile.kind === 'user') return profile.sessionProfile;
  if (profile.kind !== 'role' || profile.source.kind !== 'user') return profile.name;
  const { name, source } = profile;
  if (source.name === source.sessionProfile) return name;
  throw new UserError(
    `The AWS tools can't read profile "${name}" by its name`,
    `Its source "${source.name}" holds long-term keys, not the MFA session.`,
    `aws configure set source_profile ${typed(source.sessionProfile)} --profile ${typed(name)}; or take --export keys`,
  );
}
