import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { exitCodes, UserError } from '../errors.ts';
import type { EnvChange } from '../shell/env-change.ts';
import type { Call, Command } from './command.ts';
import { credentialOptions, credentialsOf } from './credentials-of.ts';
import { envChangeOf } from './env-change-of.ts';
import { exportOf } from './export-of.ts';
import { keepReady } from './keep-ready.ts';

/** `awskit exec <profile> -- cmd…`: one command with that environment, and its exit status. */
export const exec: Command = {
  usage: '<profile> -- command [argument…]',
  maxArgs: Number.POSITIVE_INFINITY,
  handlesSignals: true,
  options: ['region', 'export', ...credentialOptions],
  examples: [['awskit exec smce-veda -- aws s3 ls', 'this one command works as smce-veda']],

  async run(call) {
    const [name, ...line] = call.options.profile ? [call.options.profile, ...call.args] : call.args;
    const [program, ...args] = line;
    if (!name || !program) throw nothingToRun();
    const credentials = await credentialsOf(name, call);
    await keepReady(credentials, call);
    const exported = exportOf(credentials, call);
    const change = envChangeOf(credentials, exported, call.options.region);
    process.exitCode = await statusOf(program, args, applied(change, call.env));
    return '';
  },
};

function applied({ set, unset }: EnvChange, env: Call['env']): Record<string, string | undefined> {
  const changed = { ...env, ...set };
  for (const name of unset) delete changed[name];
  return changed;
}

/** Signals of the terminal reach the command by themselves; those sent to us are passed on. */
const passedOn = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;
const ofTheTerminal = ['SIGINT', 'SIGQUIT'] as const;

/** Runs a program to its end: its exit status, or 128 + the signal that ended it, as shells say. */
function statusOf(program: string, args: string[], env: Record<string, string | undefined>) {
  return new Promise<number>((resolve, reject) => {
    // Before it starts: a signal may come at once.
    for (const signal of ofTheTerminal) process.on(signal, () => undefined);
    for (const signal of passedOn) process.on(signal, () => child.kill(signal));
    const child = spawn(program, args, { stdio: 'inherit', env });
    child.on('error', (error) => reject(unstartable(program, error)));
    child.on('exit', (code, signal) => {
      resolve(signal ? 128 + constants.signals[signal] : (code ?? exitCodes.failed));
    });
  });
}

function nothingToRun(): UserError {
  return new UserError(
    'There is nothing to run',
    'awskit exec takes a profile and a command.',
    'awskit exec PROFILE -- aws s3 ls',
    exitCodes.usage,
  );
}

function unstartable(program: string, error: NodeJS.ErrnoException): UserError {
  const why =
    error.code === 'ENOENT' ? 'There is no such program.' : `The system says ${error.code}.`;
  return new UserError(`${program} can't be run`, why, `Look for it: command -v ${program}`);
}
