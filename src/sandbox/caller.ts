import type { Account } from './account.ts';
import type { Role } from './role.ts';
import type { Session } from './session.ts';
import type { User } from './user.ts';

/** Who signed a call: a user with a long-term key, or a user's or role's session. */
export interface Caller {
  account: Account;
  /** The ARN that GetCallerIdentity tells. */
  arn: string;
  /** The unique ID that GetCallerIdentity tells. */
  userId: string;
  user: User | undefined;
  role: Role | undefined;
  session: Session | undefined;
}

export function callerOfUser(user: User, session?: Session): Caller {
  return {
    account: user.account,
    arn: user.arn,
    userId: user.userId,
    user,
    role: undefined,
    session,
  };
}

export function callerOfSession(session: Session): Caller {
  const { owner } = session;
  if (owner.user) return callerOfUser(owner.user, session);
  return {
    account: owner.role.account,
    arn: assumedRoleArn(owner.role, owner.sessionName),
    userId: `${owner.role.roleId}:${owner.sessionName}`,
    user: undefined,
    role: owner.role,
    session,
  };
}

/** The ARN of a role's session: the role's path is not in it. */
export function assumedRoleArn(role: Role, sessionName: string): string {
  const { partition, id } = role.account;
  return `arn:${partition}:sts::${id}:assumed-role/${role.name}/${sessionName}`;
}
