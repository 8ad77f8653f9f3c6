import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { atomicWrite, unwritableBecause } from './atomic-write.ts';
import { shownPath } from './shown-path.ts';

const newest = 10;

/**
 * Keeps a file's bytes as `backups/<name>_<time>` beside it (0600, folder 0700), the newest
 * 10 of each. The time is UTC, `20261121T093000.123Z`, so that names sort by age.
 */
export async function backUp(path: string, bytes: Buffer, now = new Date()): Promise<void> {
  const folder = join(dirname(path), 'backups');
  const prefix = `${basename(path)}_`;
  const time = now.toISOString().replace(/[-:]/g, '');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await atomicWrite(join(folder, prefix + time), bytes, { flush: false });
    await dropOldest(folder, prefix);
  } catch (error) {
    throw notBackedUp(path, (error as Error).message);
  }
}

/** Throws the UserError that a backup would end in, before anything is begun. */
export async function checkBackups(path: string): Promise<void> {
  const folder = join(dirname(path), 'backups');
  const because = await unwritableBecause(join(folder, 'any'));
  if (because) throw notBackedUp(path, because);
}

function notBackedUp(path: string, why: string): UserError {
  const folder = shownPath(join(dirname(path), 'backups'));
  return new UserError(
    `${shownPath(path)} can't be backed up, so it is not changed`,
    why,
    `Make ${folder} a folder that you can write to: ls -ld ${folder}`,
  );
}

async function dropOldest(folder: string, prefix: string): Promise<void> {
  const stamped = (await readdir(folder)).filter(
    (name) => name.startsWith(prefix) && /^\d{8}T\d{6}\.\d{3}Z$/.test(name.slice(prefix.length)),
  );
  const surplus = stamped.sort().slice(0, -newest);
  await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })));
}
