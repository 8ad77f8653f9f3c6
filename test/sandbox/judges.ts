import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

const home = mkdtempSync(join(tmpdir(), 'sandbox-judge-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs a program in an environment of nothing but what it needs to start, and `env`. */
export function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const { PATH = '', PYENV_ROOT, PYENV_VERSION } = process.env;
  const pyenv = Object.entries({ PYENV_ROOT, PYENV_VERSION }).filter(([, value]) => value);
  return new Promise((resolve) => {
    const settings = {
      cwd: home,
      env: {
        HOME: home,
        PATH,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        ...Object.fromEntries(pyenv),
        ...env,
      },
    };
    execFile(program, args, settings, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ status, stdout, stderr });
    });
  });
}

/** Whether a judge can be had here; says aloud why not, since its tests are then left out. */
export async function isThere(program: string, args: readonly string[]): Promise<boolean> {
  const { status, stderr } = await run(program, args);
  if (status === 0) return true;
  const why = stderr.trim() || 'not found';
  process.stderr.write(`\nLEFT OUT: ${program} ${args.join(' ')} does not work here: ${why}\n`);
  return false;
}
