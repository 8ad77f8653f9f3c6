import type { Command } from './command.ts';

interface Row {
  summary: string;
  load(): Promise<Command>;
}

/** Every command: what it does in a line, and the one file that is loaded when it is called. */
export const commands: Record<string, Row> = {
  env: {
    summary: 'print what makes a shell work as a profile (aws_env calls it)',
    load: async () => (await import('./env.ts')).env,
  },
  sandbox: {
    summary: 'a local STS and IAM with a demo user, to try awskit on',
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
};
