import { exitCodes, UserError } from '../errors.ts';
import { printSnippet, type Shell, shells } from '../shell/snippet.ts';
import type { Call, Command } from './command.ts';
import { credentialOptions, credentialsOf } from './credentials-of.ts';
import { envChangeOf } from './env-change-of.ts';
import { exportOf } from './export-of.ts';
import { keepReady } from './keep-ready.ts';
import { profileOf } from './profile-of.ts';
import { sayHow } from './say-how.ts';

/** `awskit env <profile> --shell S`: the snippet that aws_env runs in its shell. */
export const env: Command = {
  usage: '<profile> --shell bash',
  maxArgs: 1,
  options: ['shell', 'region', 'export', ...credentialOptions],
  examples: [
    ['aws_env smce-veda', 'this shell now works as smce-veda'],
    ['aws_env smce-veda -m 123456', 'with the code given'],
    ['awskit env smce-veda --shell bash', 'what aws_env runs'],
  ],
  printsSnippet: true,

  async run(call) {
    const shell = shellOf(call);
    const credentials = await credentialsOf(profileOf(call, 'aws_env PROFILE'), call);
    const exported = exportOf(credentials, call);
    const change = envChangeOf(credentials, exported, call.options.region);
    await keepReady(credentials, call);
    sayHow(credentials, call);
    return printSnippet(change, shell);
  },
};

function shellOf({ options }: Call): Shell {
  const shell = shells.find((known) => known === options.shell);
  if (shell) return shell;
  throw new UserError(
    options.shell ? `awskit does not write for the shell "${options.shell}"` : 'No shell is named',
    `It writes for: ${shells.join(', ')}.`,
    'awskit env PROFILE --shell bash',
    exitCodes.usage,
  );
}
