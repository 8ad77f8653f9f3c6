import type { Handler } from '../call.ts';

/**
 * Needs no permission and cannot be denied
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
 */
export const getCallerIdentity: Handler = ({ caller }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.account.id,
});
