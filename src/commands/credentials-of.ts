import { connect, type Service } from '../aws/connection.ts';
import { findSerial } from '../devices/find-serial.ts';
import { awsFiles } from '../profiles/aws-files.ts';
import type { Place } from '../profiles/place.ts';
import { loadProfiles, type Profiles } from '../profiles/profiles.ts';
import { type AwsKeys, type ResolvedProfile, resolveProfile } from '../profiles/resolve.ts';
import { parseDuration } from '../sessions/duration.ts';
import { KeptRole } from '../sessions/kept-roles.ts';
import { KeptSession } from '../sessions/kept-sessions.ts';
import { type Obtained, obtain, type Sources, type Wanted } from '../sessions/obtain.ts';
import { stateFolder } from '../sessions/state-folder.ts';
import { checkedTokenCode } from '../sessions/token-code.ts';
import { UsedCodesMemory } from '../sessions/used-codes.ts';
import { Settings } from '../settings.ts';
import type { Call } from './command.ts';
import type { OptionName } from './options.ts';
import { askForCode } from './token-code-source.ts';

/** The options that say how credentials are to be obtained. */
export const credentialOptions = [
  'profile',
  'mfa-code',
  'serial',
  'duration',
  'session-profile',
  'force',
  'no-persist',
  'no-mfa',
] as const satisfies readonly OptionName[];

const builtInMinRemaining = 300;

export interface ProfileCredentials extends Obtained {
  profile: ResolvedProfile;
  settings: Settings;
}

/**
 * The credentials of a profile: where the files, the sessions, the devices and the terminal
 * meet. Throws UserError; GivenUp when the person does.
 */
export async function credentialsOf(name: string, call: Call): Promise<ProfileCredentials> {
  const { env, options } = call;
  // Somebody who gives a code most likely needs AWS: the SDK loads while the files are read.
  if (options['mfa-code']) void import('../aws/sts.ts');
  const settings = await Settings.load(env);
  const wanted = await wantedBy(name, call, settings);
  const profiles = await loadProfiles(awsFiles(env));
  const chosen = settings.sessionProfiles;
  if (options['session-profile']) chosen.set(name, options['session-profile']);
  const profile = resolveProfile(profiles, name, chosen);
  const sources = sourcesOf(profiles, settings, call);
  return { ...(await obtain(profile, wanted, sources)), profile, settings };
}

/** Seconds that a kept session must have left to be used. */
export function minRemainingOf(name: string, settings: Settings): number {
  return Number(settings.get('min_remaining', name) ?? builtInMinRemaining);
}

async function wantedBy(name: string, { options }: Call, settings: Settings): Promise<Wanted> {
  const code = options['mfa-code'];
  const duration = options.duration ?? settings.get('duration', name);
  return {
    durationSeconds: duration ? parseDuration(duration) : undefined,
    serial: options.serial,
    code: code === undefined ? undefined : checkedTokenCode(await spelledOut(code)),
    minRemaining: minRemainingOf(name, settings),
    force: options.force ?? false,
    persist: !options['no-persist'],
    mfa: !options['no-mfa'] && settings.get('mfa', name) !== 'never',
  };
}

function sourcesOf(profiles: Profiles, settings: Settings, call: Call): Sources {
  const { env, options, messages } = call;
  const trace = options.debug ? (line: string) => messages.note(line) : undefined;
  const elsewhere = options.region ? { region: options.region } : {};
  const reach = (service: Service, place: Place, keys: AwsKeys) => ({
    ...connect(service, { ...place, ...elsewhere }, keys, env),
    ...(trace && { trace }),
  });
  return {
    sayWaiting: (pid) =>
      messages.note(`Process ${pid} is getting this session already: waiting for it.`),
    keptSession: (user) => new KeptSession(profiles, user, env),
    keptRole: (role) => new KeptRole(role, profiles.files, env),
    usedCodes: new UsedCodesMemory(stateFolder(env)),
    // The SDK is loaded here and nowhere else, and only when AWS is to be called.
    sts: async (place, keys) => (await import('../aws/sts.ts')).sts(reach('sts', place, keys)),
    sdkKeys: async (profile) => await (await import('../aws/sdk-keys.ts')).sdkKeys(profile),
    findSerial: async ({ place, keys }, caller) => {
      const { iam } = await import('../aws/iam.ts');
      return await findSerial(iam(reach('iam', place, keys)), caller.arn, chooseDevice);
    },
    ...askForCode(settings),
  };
}

/** `-` stands for what standard input holds. */
async function spelledOut(code: string): Promise<string> {
  if (code !== '-') return code;
  const { standardInput } = await import('../terminal/standard-input.ts');
  return await standardInput();
}

async function chooseDevice(serials: string[]): Promise<string> {
  const { choose } = await import('../terminal/choose.ts');
  const next = `Name it with the command: --serial ${serials[0]}`;
  return await choose('Which MFA device gives the code', serials, next);
}
