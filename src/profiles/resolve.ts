import { UserError } from '../errors.ts';
import { type Place, placeOf } from './place.ts';
import type { Profile, Profiles } from './profiles.ts';
import { baseOfSession, type ChosenNames, sessionProfileOf } from './session-profiles.ts';
import { shownPath } from './shown-path.ts';
import { typed } from './typed.ts';

/** Keys as AWS gives them out; with a session token they are temporary. */
export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface Resolved {
  name: string;
  place: Place;
  output?: string;
  mfaSerial?: string;
  /** Session length in seconds: `sessmax`, `mfasec`, or a role's `duration_seconds`. */
  durationSeconds?: number;
}

/** Long-term keys, which an MFA session is got with. */
export interface UserProfile extends Resolved {
  kind: 'user';
  keys: AwsKeys;
  /** The profile whose section holds the keys: another than `name` where that is the session's. */
  base: string;
  /** The profile that the MFA session is kept in. */
  sessionProfile: string;
}

/** A session that stands in the profile itself and that we can't renew. */
export interface SessionProfile extends Resolved {
  kind: 'session';
  keys: AwsKeys;
  /** RFC 3339, where the section says when it ends. */
  expiry?: string;
}

/** SSO, web identity, a credential process, `aws login`, a machine's role: left to the SDK. */
export interface SdkProfile extends Resolved {
  kind: 'sdk';
  means: string;
  /** The profile, and what it refers to, as text of a config file. */
  config: string;
}

/** A role, assumed with the credentials of its source. */
export interface RoleProfile extends Resolved {
  kind: 'role';
  roleArn: string;
  source: ResolvedProfile;
  sessionName?: string;
  externalId?: string;
}

export type ResolvedProfile = UserProfile | SessionProfile | SdkProfile | RoleProfile;

/**
 * Follows a profile to the keys that it starts from. Throws UserError for an unknown profile, a
 * missing source, a loop, half-filled keys: with the path that was followed.
 */
export function resolveProfile(
  profiles: Profiles,
  name: string,
  chosen: ChosenNames,
  path: readonly string[] = [],
): ResolvedProfile {
  const profile = path.length === 0 ? profiles.get(name) : sourceOf(profiles, name, path);
  const { settings } = profile;
  const asSource = path.length > 0;
  const base = baseOfSession(name, profiles, chosen);
  if (base !== undefined) return userProfile(profile, profiles, chosen, base);
  // A source with keys counts as those, even where it is a role too: so it may be its own source.
  const isRole = settings.has('role_arn') && settings.has('source_profile');
  if (isRole && !(asSource && settings.has('aws_access_key_id'))) {
    return roleProfile(profile, profiles, chosen, path);
  }
  if (settings.has('aws_access_key_id') || settings.has('aws_secret_access_key')) {
    return keysProfile(profile, profiles, chosen);
  }
  const means = sdkMeans.find(({ keys }) => keys.every((key) => settings.has(key)));
  if (means) return sdkProfile(profile, profiles, means.says);
  throw noKeys(profile, profiles, path);
}

function keysProfile(profile: Profile, profiles: Profiles, chosen: ChosenNames): ResolvedProfile {
  const keys = keysOf(profile, profiles);
  if (!keys.sessionToken) return userProfile(profile, profiles, chosen, profile.name);
  const expiry = expiryOf(profile);
  return { ...resolved(profile, profiles), kind: 'session', keys, ...(expiry && { expiry }) };
}

function userProfile(
  profile: Profile,
  profiles: Profiles,
  chosen: ChosenNames,
  base: string,
): UserProfile {
  const holder = profiles.get(base);
  const own = resolved(profile, profiles);
  const serial = own.mfaSerial ?? holder.settings.get('mfa_serial');
  return {
    ...resolved(holder, profiles),
    ...own,
    ...(serial && { mfaSerial: serial }),
    kind: 'user',
    keys: keysOf(holder, profiles),
    base,
    sessionProfile: base === profile.name ? sessionProfileOf(base, chosen) : profile.name,
  };
}

function roleProfile(
  profile: Profile,
  profiles: Profiles,
  chosen: ChosenNames,
  path: readonly string[],
): RoleProfile {
  const { name, settings } = profile;
  const from = settings.get('source_profile') ?? '';
  const here = [...path, name];
  if (here.includes(from) && !(from === name && settings.has('aws_access_key_id'))) {
    throw loop([...here, from], profiles);
  }
  const source = resolveProfile(profiles, from, chosen, here);
  const sessionName = settings.get('role_session_name');
  const externalId = settings.get('external_id');
  return {
    ...resolved(profile, profiles),
    kind: 'role',
    roleArn: settings.get('role_arn') ?? '',
    source,
    ...(sessionName && { sessionName }),
    ...(externalId && { externalId }),
  };
}

function sdkProfile(profile: Profile, profiles: Profiles, means: string): SdkProfile {
  const config = profiles.asConfig(profile);
  return { ...resolved(profile, profiles), kind: 'sdk', means, config };
}

/** In the order in which the SDK looks for them. */
const sdkMeans = [
  { keys: ['role_arn', 'credential_source'], says: 'the role of this machine' },
  { keys: ['role_arn', 'web_identity_token_file'], says: 'a web identity' },
  { keys: ['credential_process'], says: 'a credential process' },
  { keys: ['sso_session'], says: 'SSO' },
  { keys: ['sso_start_url'], says: 'SSO' },
  { keys: ['login_session'], says: 'aws login' },
];

function resolved(profile: Profile, profiles: Profiles): Resolved {
  const output = profile.settings.get('output');
  const mfaSerial = profile.settings.get('mfa_serial');
  const durationSeconds = secondsOf(profile);
  return {
    name: profile.name,
    place: placeOf(profile, profiles),
    ...(output && { output }),
    ...(mfaSerial && { mfaSerial }),
    ...(durationSeconds && { durationSeconds }),
  };
}

/** When the session in a section ends: the keys that awskit and the older tools write. */
export function expiryOf({ settings }: Profile): string | undefined {
  return settings.get('aws_session_expiry') ?? settings.get('aws_session_token_expiration');
}

function keysOf({ name, settings }: Profile, { files }: Profiles): AwsKeys {
  const accessKeyId = settings.get('aws_access_key_id');
  const secretAccessKey = settings.get('aws_secret_access_key');
  const sessionToken = settings.get('aws_session_token');
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  const [has, lacks] = accessKeyId
    ? ['aws_access_key_id', 'aws_secret_access_key']
    : ['aws_secret_access_key', 'aws_access_key_id'];
  throw new UserError(
    `Profile "${name}" is half filled in`,
    `${shownPath(files.credentials)} holds ${has} for it, but no ${lacks}.`,
    `aws configure --profile ${typed(name)}`,
  );
}

function secondsOf({ name, settings }: Profile): number | undefined {
  const key = ['sessmax', 'mfasec', 'duration_seconds'].find((known) => settings.has(known));
  const written = key && settings.get(key);
  if (!written) return undefined;
  if (/^\d+$/.test(written)) return Number(written);
  throw new UserError(
    `The session length of profile "${name}" is no number of seconds`,
    `Its section says ${key} = ${written}.`,
    `Write whole seconds from 900 to 129600 behind ${key}.`,
  );
}

function sourceOf(profiles: Profiles, name: string, path: readonly string[]): Profile {
  const source = profiles.find(name);
  if (source) return source;
  throw new UserError(
    `Profile "${path.at(-1)}" has a source that does not exist`,
    `Its source_profile is "${name}": ${arrows([...path, name])}.`,
    `Write the profile "${name}", or correct source_profile in ${shownPath(profiles.files.config)}.`,
  );
}

function loop(path: readonly string[], { files }: Profiles): UserError {
  return new UserError(
    `The sources of profile "${path[0]}" go round in a circle`,
    `They are ${arrows(path)}.`,
    `Correct one source_profile of these in ${shownPath(files.config)}.`,
  );
}

function noKeys({ name, settings }: Profile, { files }: Profiles, path: readonly string[]) {
  const isRole = settings.has('role_arn');
  const chain = path.length > 0 ? ` It is the source in ${arrows([...path, name])}.` : '';
  const { credentials, config } = files;
  return new UserError(
    isRole ? `Profile "${name}" is a role without a source` : `Profile "${name}" has no access key`,
    isRole
      ? `It has role_arn, but neither source_profile nor credential_source.${chain}`
      : `Neither ${shownPath(credentials)} nor ${shownPath(config)} holds aws_access_key_id for it.${chain}`,
    isRole
      ? `aws configure set source_profile NAME --profile ${typed(name)}`
      : `aws configure --profile ${typed(name)}`,
  );
}

function arrows(path: readonly string[]): string {
  return path.join(' -> ');
}
