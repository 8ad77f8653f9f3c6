import { exitCodes, UserError } from '../errors.ts';
import { replaceAll } from '../shell/env-change.ts';
import { printSnippet, type Shell, shells } from '../shell/snippet.ts';
import type { Call, Command } from './command.ts';
import { credentialOptions, credentialsOf, type ProfileCredentials } from './credentials-of.ts';
import { sayHow } from './say-how.ts';

/** `awskit env <profile> --shell S`: the snippet that aws_env runs in its shell. */
export const env: Command = {
  usage: '<profile> --shell bash',
  maxArgs: 1,
  options: ['shell', 'region', ...credentialOptions],
  examples: [
    ['aws_env smce-veda', 'this shell now works as smce-veda'],
    ['aws_env smce-veda -m 123456', 'with the code given'],
    ['awskit env smce-veda --shell bash', 'what aws_env runs'],
  ],
  printsSnippet: true,

  async run(call) {
    const shell = shellOf(call);
    const credentials = await credentialsOf(profileOf(call), call);
    const change = envChange(credentials, call.options.region);
    sayHow(credentials, call);
    return printSnippet(change, shell);
  },
};

/** All that a shell is to hold to work as a profile; every other variable of the list goes. */
function envChange({ profile, keys }: ProfileCredentials, region = profile.place.region) {
  const ends = 'expires' in keys ? keys : undefined;
  return replaceAll({
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_DEFAULT_OUTPUT: profile.output,
    AWS_CREDENTIAL_EXPIRATION: ends?.expiration,
    AWSKIT_PROFILE: profile.name,
    AWSKIT_EXPIRES: ends && String(ends.expires),
  });
}

function profileOf({ args, options }: Call): string {
  const name = args[0] ?? options.profile;
  if (name) return name;
  throw new UserError(
    'No profile is named',
    'aws_env needs the name of a profile.',
    'aws_env PROFILE',
    exitCodes.usage,
  );
}

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
