import { spawn } from '@lydell/node-pty';
import type { Person } from '../person.ts';

/** A shell on a terminal of its own, in which a person types and reads. */
export class Typing {
  private screen = '';
  private readonly waiting = new Set<() => void>();
  readonly ended: Promise<number>;
  private readonly pty;

  constructor(
    person: Person,
    shell: string,
    args: string[] = [],
    env: Record<string, string> = {},
  ) {
    this.pty = spawn(shell, args, {
      name: 'xterm-256color',
      cols: 80,
      rows: 24,
      cwd: person.home,
      env: { ...person.env, TERM: 'xterm-256color', PS1: '$ ', HISTFILE: '/dev/null', ...env },
    });
    this.pty.onData((text) => {
      this.screen += text;
      for (const look of this.waiting) look();
    });
    this.ended = new Promise((resolve) => this.pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  type(text: string): void {
    this.pty.write(text);
  }

  /** Types a line and waits for what is to come of it. */
  async line(text: string, shows: RegExp): Promise<string> {
    this.type(`${text}\r`);
    return await this.see(shows);
  }

  /** Waits until the screen shows something, and forgets what came before it. Bounded by the test. */
  see(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`never saw ${pattern} in:\n${this.screen}`));
      }, 20_000);
      const look = () => {
        const found = pattern.exec(this.screen);
        if (!found) return;
        clearTimeout(late);
        this.waiting.delete(look);
        const seen = this.screen.slice(0, found.index + found[0].length);
        this.screen = this.screen.slice(seen.length);
        resolve(seen);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Lets the other side go on: what is waited for shows nothing on the screen. */
  passing(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 20));
  }

  async close(): Promise<void> {
    this.pty.kill('SIGKILL');
    await this.ended;
  }
}
