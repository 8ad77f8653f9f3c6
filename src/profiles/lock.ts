import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { draftBeside } from './draft-name.ts';
import { isRunning } from './is-running.ts';
import { shownPath } from './shown-path.ts';

/** Who holds a lock: written into it, so that a dead holder is known and a live one can be named. */
interface Holder {
  pid: number;
  host: string;
  /** Epoch milliseconds. */
  since: number;
}

interface Patience {
  /** An older lock is of another machine, or of a process id that was given out again. */
  longestHoldMs: number;
  /** How long to wait for a live holder. */
  waitMs: number;
  /** Is told once, with the process id of the holder, when there is somebody to wait for. */
  onWait?: (pid: number) => void;
}

/** An edit takes milliseconds: a process of this machine that is alive after 10 minutes is another. */
const forEdits: Patience = { longestHoldMs: 600_000, waitMs: 20_000 };

/**
 * Does `work` while no other awskit process works on the same file, by a lock `<path>.lock`, and
 * tells it whether it had to wait. A lock whose process is gone is taken over. Throws UserError
 * naming the holder when patience ends.
 */
export async function withLock<T>(
  path: string,
  work: (waited: boolean) => Promise<T>,
  patience = forEdits,
): Promise<T> {
  const lock = `${path}.lock`;
  const waited = await acquire(path, lock, patience);
  try {
    return await work(waited);
  } finally {
    await release(lock);
  }
}

/** Takes the lock away where it is still ours: it may have been taken over. */
async function release(lock: string): Promise<void> {
  const holder = await holderOf(lock);
  if (holder?.pid === process.pid && holder.host === hostname()) await rm(lock, { force: true });
}

async function acquire(path: string, lock: string, patience: Patience): Promise<boolean> {
  const { longestHoldMs, waitMs, onWait } = patience;
  const giveUp = Date.now() + waitMs;
  let waited = false;
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  while (!take(path, lock)) {
    const stale = await isStale(lock, longestHoldMs);
    if (stale && (await breakStale(path, lock, longestHoldMs))) continue;
    if (Date.now() > giveUp) throw await held(path, lock);
    if (!waited && !stale) onWait?.((await holderOf(lock))?.pid ?? 0);
    waited = true;
    await sleep(10 + Math.random() * 30);
  }
  return waited;
}

/** Makes the lock with its holder in it in one step: a lock without a holder never exists. */
function take(path: string, lock: string): boolean {
  const draft = draftBeside(lock);
  const holder: Holder = { pid: process.pid, host: hostname(), since: Date.now() };
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unlockable(path, error as NodeJS.ErrnoException);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a dead lock away; under a lock of its own, lest two processes each take a different one. */
async function breakStale(path: string, lock: string, longestHoldMs: number): Promise<boolean> {
  const guard = `${lock}.break`;
  if (!take(path, guard)) {
    if (await isStale(guard, longestHoldMs)) await rm(guard, { force: true });
    return false;
  }
  try {
    if (await isStale(lock, longestHoldMs)) await unlink(lock);
    return true;
  } catch {
    return false;
  } finally {
    await rm(guard, { force: true });
  }
}

async function isStale(lock: string, longestHoldMs: number): Promise<boolean> {
  const holder = await holderOf(lock);
  if (!holder) return false;
  if (Math.abs(Date.now() - holder.since) > longestHoldMs) return true;
  return holder.host === hostname() && !isRunning(holder.pid);
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  const unknown = { pid: 0, host: '', since: mtimeMs };
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const { pid, host, since } = holder ?? {};
    const isWhole = typeof pid === 'number' && typeof since === 'number' && host !== undefined;
    return isWhole ? { pid, host, since } : unknown;
  } catch {
    return unknown;
  }
}

async function held(path: string, lock: string): Promise<UserError> {
  const holder = await holderOf(lock);
  const since = holder ? new Date(holder.since).toLocaleTimeString() : 'just now';
  return new UserError(
    `${shownPath(path)} is in use`,
    `Process ${holder?.pid ?? '?'} on ${holder?.host ?? '?'} has been working on it since ${since}.`,
    `Wait for it to end; if it is gone: rm -r ${shownPath(lock)}`,
  );
}

function unlockable(path: string, error: NodeJS.ErrnoException): UserError {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    const what = `${shownPath(path)} can't be locked`;
    return new UserError(what, 'The disk is full.', 'Make room, then try again.');
  }
  return new UserError(
    `${shownPath(path)} can't be locked`,
    `The system says ${error.code} when a lock is made beside it.`,
    `Make its folder writable: ls -ld ${shownPath(dirname(path))}`,
  );
}
