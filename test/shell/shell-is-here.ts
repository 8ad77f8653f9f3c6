import { spawnSync } from 'node:child_process';

/** Whether a shell can be run here; CI must have all of them. */
export function shellIsHere(shell: string): boolean {
  const found = spawnSync(shell, ['-c', ':'], { stdio: 'ignore' }).status === 0;
  if (!found && process.env['CI']) throw new Error(`CI needs ${shell}`);
  if (!found) process.stderr.write(`\nSKIPPED: what runs in ${shell}; it is not here.\n`);
  return found;
}
