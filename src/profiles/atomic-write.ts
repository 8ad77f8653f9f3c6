import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { access, constants, readlink, realpath, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { draftBeside } from './draft-name.ts';
import { shownPath } from './shown-path.ts';

/**
 * Writes a file in one step: whole beside the target of a symlink, flushed, then renamed over
 * it. Mode and owner stay; a new file is 0600, a new folder 0700. On failure the old file
 * stands and nothing is left beside it. `flush: false` is for files that may be lost with the
 * machine's power. Throws UserError.
 */
export async function atomicWrite(
  path: string,
  bytes: Buffer | string,
  { flush = true } = {},
): Promise<void> {
  const target = await targetOf(path);
  const draft = draftBeside(target);
  const old = statSync(target, { throwIfNoEntry: false });
  // A device or a pipe would be replaced by a file, of its own mode, that holds secrets.
  if (old && !old.isFile()) throw unwritten(path, { message: 'it is no regular file' });
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    writeDraft(draft, bytes, flush, old);
    renameSync(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritten(path, error as NodeJS.ErrnoException);
  }
}

/** Without awaiting: a dozen of these at every switch would each cost more than their work. */
function writeDraft(
  draft: string,
  bytes: Buffer | string,
  flush: boolean,
  old: { mode: number; uid: number; gid: number } | undefined,
): void {
  // Secrets stand in these files: the mode is right from the first byte on.
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    if (old) {
      keepOwner(file, old);
      fchmodSync(file, old.mode & 0o7777);
    }
    if (flush) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Only root may give a file to another; a file of one's own has the right owner already. */
function keepOwner(file: number, { uid, gid }: { uid: number; gid: number }): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // The person's own file, in a group that they are not in: the rename must not fail for that.
  }
}

/** Why a file can't be replaced, in words; undefined where it can. Mode bits count for root too. */
export async function unwritableBecause(path: string): Promise<string | undefined> {
  const target = await targetOf(path);
  const file = await stat(target).catch(() => undefined);
  if (file && !file.isFile()) return 'It is no regular file.';
  if (file && (file.mode & 0o222) === 0) return 'The file is read-only.';
  const folder = await existingFolder(dirname(target));
  if (!(await stat(folder)).isDirectory()) return `${shownPath(folder)} is no folder.`;
  const refused = await access(folder, constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (refused === 'EROFS') return `It stands on a read-only file system.`;
  return refused && `Nothing may be written in the folder ${shownPath(folder)} (${refused}).`;
}

/** The file that a path stands for, symlinks followed; the last of them may point to no file yet. */
export async function targetOf(path: string): Promise<string> {
  const target = await realpath(path).catch(() => undefined);
  if (target) return target;
  const pointsTo = await readlink(path).catch(() => undefined);
  return pointsTo ? targetOf(resolve(dirname(path), pointsTo)) : path;
}

async function existingFolder(folder: string): Promise<string> {
  const there = await stat(folder).catch(() => undefined);
  return there || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}

function unwritten(path: string, error: { code?: string | undefined; message: string }): UserError {
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return new UserError(
    `${shownPath(path)} could not be written`,
    full ? 'The disk is full.' : `The system says ${error.code ?? error.message}.`,
    full
      ? `Make room, then try again. ${shownPath(path)} is as it was.`
      : `${shownPath(path)} is as it was. Look at its folder: ls -la ${shownPath(dirname(path))}`,
  );
}
