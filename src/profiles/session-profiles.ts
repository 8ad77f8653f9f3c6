import type { Profiles } from './profiles.ts';

const suffix = '-mfasession';

/** Base profile -> the name that its MFA session is kept under, where our settings give one. */
export type ChosenNames = ReadonlyMap<string, string>;

/** The profile that the MFA session of `base` is kept under. */
export function sessionProfileOf(base: string, chosen: ChosenNames): string {
  return chosen.get(base) ?? base + suffix;
}

/**
 * The profile with long-term keys whose MFA session `name` is to hold; undefined where it is no
 * session's name. Known from our settings; by the suffix; or by the layout in which the default
 * profile has the keys and roles have a source with nothing but an mfa_serial.
 */
export function baseOfSession(
  name: string,
  profiles: Profiles,
  chosen: ChosenNames,
): string | undefined {
  const profile = profiles.find(name);
  if (profile && hasLongTermKeys(profile.settings)) return undefined;
  for (const [base, session] of chosen) if (session === name) return base;
  const owner = ownerByName(name, profiles);
  if (owner) return owner;
  const onlyDevice = profile?.settings.has('mfa_serial') && !isAnotherKind(profile.settings);
  return onlyDevice && hasLongTermKeys(profiles.find('default')?.settings) ? 'default' : undefined;
}

/** The profile with long-term keys that `<profile>-mfasession` is named after. */
export function ownerByName(name: string, profiles: Profiles): string | undefined {
  const stem = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
  return hasLongTermKeys(profiles.find(stem)?.settings) ? stem : undefined;
}

/** Whether a profile gets its credentials in another way than from keys in its section. */
export function isAnotherKind(settings: ReadonlyMap<string, string> | undefined): boolean {
  return othersKeys.some((key) => settings?.has(key));
}

/** An access key that does not end: one without a session token. */
export function hasLongTermKeys(settings: ReadonlyMap<string, string> | undefined): boolean {
  return Boolean(settings?.has('aws_access_key_id') && !settings.has('aws_session_token'));
}

const othersKeys = [
  'role_arn',
  'source_profile',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
  'login_session',
];
