import { UserError } from '../errors.ts';
import type { Profile, Profiles } from './profiles.ts';
import { shownPath } from './shown-path.ts';

/** Keys as AWS gives them out; with a session token they are temporary. */
export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Endpoint URLs that the profile's files ask for, by service. */
interface Endpoints {
  sts?: string;
  iam?: string;
}

/** A profile whose own keys sign the calls. */
export interface ResolvedProfile {
  name: string;
  keys: AwsKeys;
  /** Of the profile, else of the default profile; never empty. */
  region?: string;
  regionFrom?: 'profile' | 'default';
  output?: string;
  mfaSerial?: string;
  /** Session length in seconds, where the profile's section gives one (`mfasec`, `sessmax`). */
  durationSeconds?: number;
  /** RFC 3339, where the section holds a session and says when it ends. */
  expiry?: string;
  endpoints: Endpoints;
  /** What a profile made from this one needs to reach the same AWS: region, output, endpoints. */
  shared: Record<string, string>;
}

/** Follows a profile to the keys that it works with. Throws UserError where it has none. */
export function resolveProfile(profiles: Profiles, name: string): ResolvedProfile {
  const profile = profiles.get(name);
  const keys = keysOf(profile, profiles);
  return withoutUndefined({
    name,
    keys,
    ...regionOf(profile, profiles),
    output: profile.settings.get('output'),
    mfaSerial: profile.settings.get('mfa_serial'),
    durationSeconds: secondsOf(profile),
    expiry: expiryOf(profile),
    endpoints: endpointsOf(profile, profiles),
    shared: sharedSettings(profile, profiles),
  });
}

/** When the session in a section ends: the keys that awskit and the older tools write. */
export function expiryOf(profile: Profile): string | undefined {
  const { settings } = profile;
  return settings.get('aws_session_expiry') ?? settings.get('aws_session_token_expiration');
}

function keysOf({ name, settings }: Profile, profiles: Profiles): AwsKeys {
  const accessKeyId = settings.get('aws_access_key_id');
  const secretAccessKey = settings.get('aws_secret_access_key');
  const sessionToken = settings.get('aws_session_token');
  if (accessKeyId && secretAccessKey) {
    return withoutUndefined({ accessKeyId, secretAccessKey, sessionToken });
  }
  if (accessKeyId || secretAccessKey) throw halfFilled(name, Boolean(accessKeyId), profiles);
  const foreign = foreignKinds.find(({ key }) => settings.has(key));
  throw new UserError(
    `Profile "${name}" has no access key`,
    foreign
      ? `It ${foreign.means}, which this version of awskit can't use yet.`
      : `Neither of ${shownPath(profiles.files.credentials)} and ${shownPath(profiles.files.config)} holds aws_access_key_id for it.`,
    foreign ? `Until then: aws --profile ${name} …` : `aws configure --profile ${name}`,
  );
}

const foreignKinds = [
  { key: 'role_arn', means: 'is a role' },
  { key: 'sso_session', means: 'signs in through SSO' },
  { key: 'sso_start_url', means: 'signs in through SSO' },
  { key: 'credential_process', means: 'gets its keys from a program' },
];

function halfFilled(name: string, hasId: boolean, profiles: Profiles): UserError {
  const [has, lacks] = hasId
    ? ['aws_access_key_id', 'aws_secret_access_key']
    : ['aws_secret_access_key', 'aws_access_key_id'];
  return new UserError(
    `Profile "${name}" is half filled in`,
    `${shownPath(profiles.files.credentials)} holds ${has} for it, but no ${lacks}.`,
    `aws configure --profile ${name}`,
  );
}

function regionOf(profile: Profile, profiles: Profiles) {
  const own = profile.settings.get('region');
  if (own) return { region: own, regionFrom: 'profile' as const };
  const inherited = profiles.find('default')?.settings.get('region');
  return inherited ? { region: inherited, regionFrom: 'default' as const } : {};
}

function sharedSettings(profile: Profile, profiles: Profiles): Record<string, string> {
  const { region } = regionOf(profile, profiles);
  const own = ['output', 'endpoint_url', 'services', 'ca_bundle'].flatMap((key) => {
    const value = profile.settings.get(key);
    return value ? [[key, value]] : [];
  });
  return { ...(region && { region }), ...Object.fromEntries(own) };
}

function secondsOf({ name, settings }: Profile): number | undefined {
  const written = settings.get('sessmax') ?? settings.get('mfasec');
  if (written === undefined) return undefined;
  if (/^\d+$/.test(written)) return Number(written);
  throw new UserError(
    `The session length of profile "${name}" is no number of seconds`,
    `Its section says "${written}".`,
    'Write whole seconds from 900 to 129600 behind sessmax (or mfasec).',
  );
}

function endpointsOf(profile: Profile, profiles: Profiles): Endpoints {
  if (profile.settings.get('ignore_configured_endpoint_urls') === 'true') return {};
  const everywhere = profile.settings.get('endpoint_url');
  return withoutUndefined({
    sts: profiles.serviceSetting(profile, 'sts.endpoint_url') ?? everywhere,
    iam: profiles.serviceSetting(profile, 'iam.endpoint_url') ?? everywhere,
  });
}

type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(values: T): Defined<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}
