import { UserError } from '../errors.ts';
import { atomicWrite, targetOf, unwritableBecause } from './atomic-write.ts';
import { backUp, checkBackups } from './backups.ts';
import { sweepDrafts } from './draft-name.ts';
import type { IniDocument } from './ini-document.ts';
import { withLock } from './lock.ts';
import { readDocument } from './profiles.ts';
import { shownPath } from './shown-path.ts';

/**
 * Edits one of the person's files: locked, read anew under the lock, backed up, written in one
 * step with the mode it had (0600 when new), through a symlink. No change, no write.
 * Throws UserError where the file can't be read, locked or written; it is then as it was.
 */
export async function editFile(path: string, edit: (document: IniDocument) => void): Promise<void> {
  const target = await targetOf(path);
  await withLock(target, async () => {
    await sweepDrafts(target);
    const document = await readDocument(path);
    const before = document.toBytes();
    edit(document);
    const after = document.toBytes();
    if (after.equals(before)) return;
    if (before.length > 0) await backUp(path, before);
    await atomicWrite(path, after);
  });
}

/** Throws the UserError that an edit of this file would end in, before anything is begun. */
export async function checkWritable(path: string): Promise<void> {
  const because = await unwritableBecause(path);
  if (!because) return await checkBackups(path);
  throw new UserError(
    `${shownPath(path)} can't be written`,
    because,
    'Make it writable, or keep the session out of it: --no-persist',
  );
}
