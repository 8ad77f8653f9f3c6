import type { Command } from './command.ts';
import { credentialOptions, credentialsOf } from './credentials-of.ts';
import { keepReady } from './keep-ready.ts';
import { profileOf } from './profile-of.ts';
import { sayHow } from './say-how.ts';

/** `awskit login [profile]`: the session is there for every shell and tool; this one stays as it is. */
export const login: Command = {
  usage: '[profile]',
  maxArgs: 1,
  options: credentialOptions,
  examples: [
    ['awskit login smce-veda', 'the session of smce-veda lives, a code is asked if it must'],
    ['awskit login smce-veda --force', 'a new one, whatever is kept'],
  ],

  async run(call) {
    const named = call.args[0] ?? call.options.profile;
    const name = named ? profileOf(call, 'awskit login PROFILE') : 'default';
    const credentials = await credentialsOf(name, call);
    await keepReady(credentials, call);
    sayHow(credentials, call);
    return '';
  },
};
