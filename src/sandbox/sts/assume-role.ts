import type { Call, Handler } from '../call.ts';
import { assumedRoleArn, type Caller } from '../caller.ts';
import { integer, read, required, text } from '../parameters.ts';
import { refusedFor, verdict } from '../policies.ts';
import { accessDenied, validationError } from '../refusal.ts';
import type { Role } from '../role.ts';
import { credentials } from './credentials.ts';
import { mfaFields, takeMfaCode } from './mfa-code.ts';

/** A role assumed with a role's credentials: no more than this (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const chainedSeconds = 3600;
const defaultSeconds = 3600;

const fields = {
  RoleArn: required(text({ min: 20, max: 2048 })),
  RoleSessionName: required(text({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' })),
  DurationSeconds: integer(900, 43_200),
  ExternalId: text({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
  ...mfaFields,
};

/** Policy, PolicyArns, Tags and SourceIdentity are accepted and have no effect. */
export const assumeRole: Handler = (call) => {
  const input = read(call.parameters, fields);
  const { world, caller } = call;
  if (!input.RoleArn.startsWith('arn:')) throw validationError(`${input.RoleArn} is invalid`);
  if (caller.user?.isRoot) throw accessDenied('Roles may not be assumed by root accounts.');
  const withCode = takeMfaCode(caller.user, input);
  const role = trustingRole(call, input.RoleArn, { withCode, externalId: input.ExternalId });
  const seconds = input.DurationSeconds ?? defaultSeconds;
  demandDuration(caller, role, seconds);
  const sessionName = input.RoleSessionName;
  // A role's session never counts as signed in with MFA: chaining does not carry it on.
  const session = world.startSession({ role, sessionName }, false, seconds);
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${sessionName}`,
      Arn: assumedRoleArn(role, sessionName),
    },
    Credentials: credentials(session),
  };
};

interface Context {
  withCode: boolean;
  externalId: string | undefined;
}

/**
 * The role, if the caller may assume it: its trust policy must allow it, and so must the caller's
 * own policy unless the trust policy names the caller itself in the same account
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html).
 */
function trustingRole({ world, caller }: Call, roleArn: string, context: Context): Role {
  const question = { caller, action: 'sts:AssumeRole', onSelf: false, withCode: context.withCode };
  const own = verdict(question);
  if (own === 'denied') throw refusedFor(question, roleArn, own);
  const role = world.role(roleArn);
  // AWS tells no difference between a role that is not there and one that does not trust.
  if (!role || !isTrusted(role, caller, context)) throw refusedFor(question, roleArn, 'allowed');
  const namedAtHome = isNamed(role, caller) && role.account === caller.account;
  if (own !== 'allowed' && !namedAtHome) throw refusedFor(question, roleArn, own);
  return role;
}

function isTrusted(role: Role, caller: Caller, { withCode, externalId }: Context): boolean {
  const { principals, mfaRequired, externalId: wanted } = role.trust;
  if (mfaRequired && !withCode && !caller.session?.withMfa) return false;
  if (wanted !== undefined && wanted !== externalId) return false;
  return isNamed(role, caller) || principals.includes(caller.account.rootArn);
}

function isNamed(role: Role, caller: Caller): boolean {
  const arn = caller.user?.arn ?? caller.role?.arn;
  return arn !== undefined && role.trust.principals.includes(arn);
}

function demandDuration(caller: Caller, role: Role, seconds: number): void {
  if (caller.role && seconds > chainedSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}
