import type { Handler } from '../call.ts';
import { integer, read } from '../parameters.ts';
import { accessDenied } from '../refusal.ts';
import { credentials } from './credentials.ts';
import { mfaFields, takeMfaCode } from './mfa-code.ts';

const defaultSeconds = 43_200;
const rootSeconds = 3600;

/**
 * Needs no permission; a root user's session is cut to an hour
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
 */
export const getSessionToken: Handler = ({ world, caller, parameters }) => {
  const { DurationSeconds = defaultSeconds, ...mfa } = read(parameters, {
    DurationSeconds: integer(900, 129_600),
    ...mfaFields,
  });
  if (caller.session || !caller.user) {
    throw accessDenied('Cannot call GetSessionToken with session credentials');
  }
  const { user } = caller;
  const withMfa = takeMfaCode(user, mfa);
  const seconds = user.isRoot ? Math.min(DurationSeconds, rootSeconds) : DurationSeconds;
  return { Credentials: credentials(world.startSession({ user }, withMfa, seconds)) };
};
