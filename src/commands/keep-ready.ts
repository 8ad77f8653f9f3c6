import { awsFiles } from '../profiles/aws-files.ts';
import { ReadyFiles } from '../sessions/ready-files.ts';
import { sessionsFolder } from '../sessions/state-folder.ts';
import { printReady, shells } from '../shell/snippet.ts';
import type { Call } from './command.ts';
import { minRemainingOf, type ProfileCredentials } from './credentials-of.ts';
import { envChangeOf } from './env-change-of.ts';
import { exportOf } from './export-of.ts';
import { processJson } from './process-json.ts';

/** Options that make an answer of their own: it must not be given to those who ask without them. */
const special = ['region', 'session-profile', 'no-persist', 'no-mfa', 'export', 'serial'] as const;

/** Long-term keys have no end, but a user may get an MFA device. */
const lookAgainSeconds = 43_200;

/** Writes what the fast paths of the shells and of credential-process read. */
export async function keepReady(credentials: ProfileCredentials, call: Call): Promise<void> {
  const { profile, keys, settings } = credentials;
  const { env, options } = call;
  if (special.some((name) => options[name]) || settings.inEnvironment) return;
  const ends = 'expires' in keys ? keys.expires : Math.floor(Date.now() / 1000) + lookAgainSeconds;
  const goodUntil = ends - minRemainingOf(profile.name, settings);
  const change = envChangeOf(credentials, exportOf(credentials, call));
  const texts = shells.map((shell) => [shell, printReady(change, shell, goodUntil)]);
  const files = awsFiles(env);
  await new ReadyFiles(sessionsFolder(env, files), files).write(profile.name, {
    ...Object.fromEntries(texts),
    json: `${goodUntil}\n${processJson(credentials)}`,
  });
}
