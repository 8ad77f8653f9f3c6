import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoWorld, writeDemoFiles } from '../src/sandbox/demo.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts';
import type { User } from '../src/sandbox/user.ts';
import type { World } from '../src/sandbox/world.ts';

export const root = new URL('..', import.meta.url).pathname;
const launcher = join(root, 'shell/awskit');

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Somebody with a HOME of their own, AWS files in it, and a sandbox that these point at. */
export class Person {
  readonly home = mkdtempSync(join(tmpdir(), 'awskit-test-'));
  readonly config = join(this.home, '.aws', 'config');
  readonly credentials = join(this.home, '.aws', 'credentials');

  private constructor(readonly sandbox: Sandbox) {
    mkdirSync(join(this.home, '.aws'));
    writeDemoFiles(join(this.home, '.aws'), sandbox);
  }

  static async arrive(world: World = demoWorld()): Promise<Person> {
    return new Person(await startSandbox({ world }));
  }

  async leave(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Nothing of this process's environment but the way to programs. */
  get env(): Record<string, string> {
    const { PATH = '', PYENV_ROOT } = process.env;
    const pyenv = PYENV_ROOT ? { PYENV_ROOT } : {};
    return { PATH, HOME: this.home, LANG: 'C.UTF-8', ...pyenv };
  }

  user(name = 'smce-veda'): User {
    const user = this.sandbox.world.user(name);
    if (!user) throw new Error(`no user ${name}`);
    return user;
  }

  /** A code that AWS has not seen: the sandbox's clock moves on by two windows. */
  freshCode(name?: string): string {
    this.sandbox.world.clock.advance(60);
    return this.user(name).devices[0]?.currentCode() ?? '';
  }

  awskit(args: string[], options: RunOptions = {}): Promise<Ended> {
    return this.run(launcher, args, options);
  }

  /** Runs a program in a session of its own, so that no terminal belongs to it. */
  run(program: string, args: string[], { env = {}, input = '' }: RunOptions = {}): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...this.env, ...env },
        cwd: this.home,
        detached: true,
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
      // A program that ends without reading its input is no error.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  /** The bytes of both AWS files, to be compared. */
  get awsFiles(): { config: string; credentials: string } {
    return {
      config: readFileSync(this.config, 'latin1'),
      credentials: readFileSync(this.credentials, 'latin1'),
    };
  }
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
}

/** `export NAME='value'` lines of a bash snippet, read without a shell. */
export function exportsOf(snippet: string): Record<string, string> {
  const lines = snippet.matchAll(/export (\w+)='([^']*)'/g);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}
