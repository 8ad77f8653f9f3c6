import { exitCodes, UserError } from '../errors.ts';
import type { Call } from './command.ts';
import type { ProfileCredentials } from './credentials-of.ts';
import type { Export } from './env-change-of.ts';

/** What to export: the flag, else the setting, else the keys. */
export function exportOf({ profile, settings }: ProfileCredentials, { options }: Call): Export {
  const asked = options.export ?? settings.get('export', profile.name) ?? 'keys';
  if (asked === 'keys' || asked === 'profile') return asked;
  throw new UserError(
    `"${asked}" can't be exported`,
    'It is either the keys themselves, or AWS_PROFILE.',
    'Try: --export keys, or --export profile',
    exitCodes.usage,
  );
}
