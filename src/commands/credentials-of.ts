import { connect, type Service } from '../aws/connection.ts';
import { findSerial } from '../devices/find-serial.ts';
import { awsFiles } from '../profiles/aws-files.ts';
import { loadProfiles } from '../profiles/profiles.ts';
import { type ResolvedProfile, resolveProfile } from '../profiles/resolve.ts';
import { parseDuration } from '../sessions/duration.ts';
import { KeptSession } from '../sessions/kept-sessions.ts';
import { type Obtained, obtain, type Sources, type Wanted } from '../sessions/obtain.ts';
import { stateFolder } from '../sessions/state-folder.ts';
import { checkedTokenCode, isTokenCode } from '../sessions/token-code.ts';
import { UsedCodesMemory } from '../sessions/used-codes.ts';
import type { Call } from './command.ts';
import type { OptionName } from './options.ts';

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

const minRemaining = 300;

export interface ProfileCredentials extends Obtained {
  profile: ResolvedProfile;
  kept: KeptSession;
}

/**
 * The credentials of a profile: where the files, the sessions, the devices and the terminal
 * meet. Throws UserError; GivenUp when the person does.
 */
export async function credentialsOf(name: string, call: Call): Promise<ProfileCredentials> {
  const { env, options } = call;
  const wanted = await wantedBy(call);
  const profiles = await loadProfiles(awsFiles(env));
  const profile = resolveProfile(profiles, name);
  const kept = new KeptSession(profiles, profile, env, options['session-profile']);
  const obtained = await obtain(profile, wanted, sourcesOf(profile, kept, call));
  return { ...obtained, profile, kept };
}

async function wantedBy({ options }: Call): Promise<Wanted> {
  const code = options['mfa-code'];
  return {
    durationSeconds: options.duration ? parseDuration(options.duration) : undefined,
    serial: options.serial,
    code: code === undefined ? undefined : checkedTokenCode(await spelledOut(code)),
    minRemaining,
    force: options.force ?? false,
    persist: !options['no-persist'],
    mfa: !options['no-mfa'],
  };
}

function sourcesOf(profile: ResolvedProfile, kept: KeptSession, call: Call): Sources {
  const { env, options, messages } = call;
  const trace = options.debug ? (line: string) => messages.note(line) : undefined;
  const reach = (service: Service) => ({
    ...connect(service, profile, env),
    ...(trace && { trace }),
  });
  return {
    kept,
    usedCodes: new UsedCodesMemory(stateFolder(env)),
    // The SDK is loaded here and nowhere else, and only when AWS is to be called.
    sts: async () => (await import('../aws/sts.ts')).sts(reach('sts')),
    findSerial: async (caller) => {
      const { iam } = await import('../aws/iam.ts');
      return await findSerial(iam(reach('iam')), caller.arn, chooseDevice);
    },
    checkAskable: async () => (await import('../terminal/ask-code.ts')).checkAskable(),
    askCode: async (question) => {
      const { askCode } = await import('../terminal/ask-code.ts');
      return await askCode({ ...question, isCode: isTokenCode });
    },
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
