import type { Handler } from '../call.ts';
import type { User } from '../user.ts';
import type { XmlValue } from '../xml.ts';
import { targetUser } from './target-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: Handler = (call) => ({ User: userEntry(targetUser(call, 'GetUser')) });

/** The User structure of an answer. The root user has no name and no path. */
export function userEntry(user: User): XmlValue {
  return {
    Path: user.isRoot ? undefined : user.path,
    UserName: user.isRoot ? undefined : user.name,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: new Date(user.createDate),
  };
}
