import type { Command } from './command.ts';
import { credentialOptions, credentialsOf } from './credentials-of.ts';
import { keepReady } from './keep-ready.ts';
import { processJson } from './process-json.ts';
import { profileOf } from './profile-of.ts';

/**
 * `awskit credential-process <profile>`: the JSON that every AWS SDK can call for. A live session
 * is answered by the launcher alone, without this.
 */
export const credentialProcess: Command = {
  usage: '<profile>',
  maxArgs: 1,
  options: credentialOptions,
  examples: [
    [
      'credential_process = awskit credential-process smce-veda',
      'in the config of another profile',
    ],
  ],

  async run(call) {
    const name = profileOf(call, 'awskit credential-process PROFILE');
    const credentials = await credentialsOf(name, call);
    await keepReady(credentials, call);
    return processJson(credentials);
  },
};
