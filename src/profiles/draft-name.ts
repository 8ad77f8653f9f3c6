import { basename, dirname, join } from 'node:path';

let drafts = 0;

/** A hidden name beside a file that no other process or call uses: `.<file>.<pid>-<time>-<n>`. */
export function draftBeside(path: string): string {
  drafts += 1;
  const unique = `${process.pid}-${Date.now().toString(36)}-${drafts}`;
  return join(dirname(path), `.${basename(path)}.${unique}`);
}
