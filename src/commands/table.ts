import type { Command } from './command.ts';

interface Row {
  summary: string;
  load(): Promise<Command>;
}

/** Every command: what it does in a line, and the one file that is loaded when it is called. */
export const commands: Record<string, Row> = {
  env: {
    summary: 'print what makes a shell work as a profile (aws_env calls it)',
    load: async () => (await import('./credential-commands.ts')).env,
  },
  login: {
    summary: 'get or renew a session without touching a shell',
    load: async () => (await import('./credential-commands.ts')).login,
  },
  exec: {
    summary: 'run one command as a profile',
    load: async () => (await import('./credential-commands.ts')).exec,
  },
  'credential-process': {
    summary: 'print credentials for the AWS tools’ credential_process',
    load: async () => (await import('./credential-commands.ts')).credentialProcess,
  },
  sandbox: {
    summary: 'a local STS and IAM with a demo user, to try awskit on',
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
};
