import type { Caller } from './caller.ts';
import { accessDenied } from './refusal.ts';

export type PolicyName = 'admin' | 'mfa-enforced' | 'deny-without-mfa' | 'none';

interface Policy {
  /** An Allow for every action, or no statement at all. */
  allows: boolean;
  /** The NotAction of a Deny without MFA: what one may still do to oneself. Undefined: no such Deny. */
  withoutMfa?: readonly string[];
}

/**
 * `mfa-enforced` is AWS's published "AllowManageOwnMFA, DenyAllExceptListedIfNoMFA" policy for an
 * administrator, without the password and key parts
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html).
 */
const policies: Record<PolicyName, Policy> = {
  admin: { allows: true },
  'mfa-enforced': {
    allows: true,
    withoutMfa: [
      'iam:CreateVirtualMFADevice',
      'iam:EnableMFADevice',
      'iam:GetUser',
      'iam:ListMFADevices',
      'iam:ListVirtualMFADevices',
      'iam:ResyncMFADevice',
    ],
  },
  'deny-without-mfa': { allows: true, withoutMfa: [] },
  none: { allows: false },
};

/** What a policy says of a call; the sandbox's clock decides how old an MFA sign-in is. */
export type Verdict = 'allowed' | 'not allowed' | 'denied';

export interface Question {
  caller: Caller;
  /** With the service's prefix: `iam:ListMFADevices`. */
  action: string;
  /** Whether the caller does it to itself. */
  onSelf: boolean;
  /** Whether the call itself carries a right MFA code (AssumeRole's TokenCode). */
  withCode?: boolean;
}

/** Evaluates the caller's identity-based policy. The root user has none and may do everything. */
export function verdict({ caller, action, onSelf, withCode = false }: Question): Verdict {
  if (caller.user?.isRoot) return 'allowed';
  const policy = policies[caller.user?.policy ?? caller.role?.policy ?? 'none'];
  const { withoutMfa } = policy;
  const exempt = onSelf && withoutMfa?.includes(action) === true;
  if (withoutMfa && !exempt && !withCode && !signedInWithMfa(caller)) return 'denied';
  return policy.allows ? 'allowed' : 'not allowed';
}

/** @throws Refusal AccessDenied, in AWS's words, unless the verdict is `allowed` */
export function demand(question: Question, resource: string): void {
  const found = verdict(question);
  if (found !== 'allowed') throw refusedFor(question, resource, found);
}

/** The AccessDenied of a verdict, with the reason that AWS gives for it. */
export function refusedFor(question: Question, resource: string, found: Verdict) {
  const { caller, action } = question;
  const reasons: Record<Verdict, string> = {
    allowed: '',
    'not allowed': ` because no identity-based policy allows the ${action} action`,
    denied: ' with an explicit deny in an identity-based policy',
  };
  return accessDenied(
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}${reasons[found]}`,
  );
}

/** aws:MultiFactorAuthPresent of the call, and its aws:MultiFactorAuthAge where the user has a limit. */
function signedInWithMfa({ account, user, session }: Caller): boolean {
  if (!session?.withMfa) return false;
  const age = (account.clock.now() - session.issuedAt) / 1000;
  return age <= (user?.maxMfaAgeSeconds ?? Number.POSITIVE_INFINITY);
}
