import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning } from './is-running.ts';

let drafts = 0;

/** A hidden name beside a file that no other process or call uses: `.<file>.<pid>-<time>-<n>`. */
export function draftBeside(path: string): string {
  drafts += 1;
  const unique = `${process.pid}-${Date.now().toString(36)}-${drafts}`;
  return join(dirname(path), `.${basename(path)}.${unique}`);
}

/** Takes away what processes that were killed have left beside a file: it may hold secrets. */
export async function sweepDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const left = (await readdir(folder)).filter((name) => {
    const pid = name.startsWith(`.${basename(path)}.`) && /\.(\d+)-[a-z\d]+-\d+$/.exec(name)?.[1];
    return pid && !isRunning(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
