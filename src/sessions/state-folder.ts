import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { atomicWrite } from '../profiles/atomic-write.ts';
import type { AwsFiles } from '../profiles/aws-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Our cache, `${XDG_STATE_HOME:-~/.local/state}/awskit`: deleting it loses nothing for good. */
export function stateFolder(env: Environment): string {
  const xdg = env['XDG_STATE_HOME'] ?? '';
  // A relative path is to be ignored. (https://specifications.freedesktop.org/basedir-spec)
  const base = isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.local', 'state');
  return join(base, 'awskit');
}

/**
 * Where the sessions of one pair of AWS files are remembered: the same profile name in other
 * files is another profile. The paths stand in it as they are, so that a shell can build it too.
 */
export function sessionsFolder(env: Environment, { credentials, config }: AwsFiles): string {
  return join(stateFolder(env), 'sessions', resolve(credentials), '+', resolve(config));
}

/** What a file of ours holds; undefined where there is none, or where it is damaged. */
export async function readState<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/**
 * Writes a file of ours in one step: folder 0700, file 0600. Where that fails nothing is said: it
 * is a cache, and no reason to lose a session that AWS has just given.
 */
export async function writeState(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  await atomicWrite(path, text, { flush: false }).catch(() => undefined);
}

/** Whether files can be made beside this one. */
export async function canHoldState(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await access(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Loaded for long names alone: it takes 6 ms. */
function createHash(algorithm: string) {
  return process.getBuiltinModule('node:crypto').createHash(algorithm);
}

/** A profile's name as part of a file's name, which file systems limit to 255 bytes. */
export function fileNameOf(profile: string): string {
  const encoded = encodeURIComponent(profile);
  if (encoded.length <= 120) return encoded;
  const hash = createHash('sha256').update(profile).digest('hex');
  return `${encoded.slice(0, 40)}~${hash}`;
}
