import { homedir } from 'node:os';

/** A path as a person types it: with ~ for the home folder. */
export function shownPath(path: string): string {
  const home = process.env['HOME'] || homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
