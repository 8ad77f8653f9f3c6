import type { Call } from '../call.ts';
import { type Parameters, read, text } from '../parameters.ts';
import { demand } from '../policies.ts';
import { noSuchEntity, validationError } from '../refusal.ts';
import type { User } from '../user.ts';

/** IAM's UserName parameter. */
export const userName = text({
  min: 1,
  max: 128,
  pattern: '[\\w+=,.@-]+',
  says: 'It must contain only alphanumeric characters and/or the following: +=,.@_-',
});

/**
 * The user whom a call is about, the signing user if it names none; the caller may do `action`.
 * @param action without the service's prefix
 * @throws Refusal ValidationError (a role's session must name one), AccessDenied, NoSuchEntity
 */
export function targetUser({ caller, parameters }: Call, action: string): User {
  const name = givenName(parameters);
  if (name === undefined && !caller.user) {
    throw validationError('Must specify userName when calling with non-User credentials');
  }
  const user = name === undefined ? caller.user : caller.account.users.get(name);
  const onSelf = caller.user !== undefined && user === caller.user;
  demand({ caller, action: `iam:${action}`, onSelf }, `user ${name ?? caller.user?.name}`);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

function givenName(parameters: Parameters): string | undefined {
  return read(parameters, { UserName: userName }).UserName;
}
