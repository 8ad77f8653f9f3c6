import { exitCodes, UserError } from '../errors.ts';
import type { Call } from './command.ts';

/** The profile that a command is called with, as argument or as --profile. */
export function profileOf({ args, options }: Call, usage: string): string {
  if (args[0] && options.profile) {
    throw new UserError(
      'Two profiles are named',
      `They are "${args[0]}" and, with --profile, "${options.profile}".`,
      usage,
      exitCodes.usage,
    );
  }
  const name = args[0] ?? options.profile;
  if (name) return name;
  const why = 'This needs the name of a profile.';
  throw new UserError('No profile is named', why, usage, exitCodes.usage);
}
