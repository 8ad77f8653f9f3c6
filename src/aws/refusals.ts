import { type ExitCode, exitCodes, UserError } from '../errors.ts';
import { typed } from '../profiles/typed.ts';
import type { Connection } from './connection.ts';
import { foreignAnswer, isForeignAnswer, isNetworkTrouble, unreachable } from './unreachable.ts';

/** The refusals that a caller can do something about by itself. */
export type Reason =
  | 'wrong-code'
  | 'no-permission'
  | 'denied-without-mfa'
  | 'expired'
  | 'chain-cap'
  | 'other';

/** A call that AWS answered with no. */
export class Refusal extends UserError {
  constructor(
    readonly reason: Reason,
    what: string,
    why: string,
    next: string,
    exitCode: ExitCode = exitCodes.refused,
  ) {
    super(what, why, next, exitCode);
  }
}

export interface Asked {
  /** As policies name it: `sts:GetSessionToken`. */
  action: string;
  connection: Connection;
  serial?: string | undefined;
  roleArn?: string;
}

interface Refused extends Asked {
  code: string;
  message: string;
  status: number | undefined;
  profile: string;
}

interface Advice {
  reason?: Reason;
  what: string;
  next: string;
  exitCode?: ExitCode;
}

/** A whole call, its body and a second try included. */
const longestCallMs = 30_000;

/**
 * Makes a call, which is given up after 30 seconds; what the SDK throws leaves as a UserError
 * with advice.
 */
export async function explain<T>(
  asked: Asked,
  call: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), longestCallMs);
  const over = new Promise<never>((_, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason));
  });
  try {
    // The SDK heeds the signal until the headers are there; an answer may also stall behind them.
    return await Promise.race([call({ abortSignal: abort.signal }), over]);
  } catch (error) {
    throw explained(asked, error as SdkError);
  } finally {
    clearTimeout(timer);
  }
}

interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

function explained(asked: Asked, error: SdkError): UserError {
  const status = error.$metadata?.httpStatusCode;
  const { connection, action } = asked;
  if (isNetworkTrouble(error)) return unreachable(connection, action, error);
  if (status === undefined) return unsendable(asked, error);
  if (isForeignAnswer(error)) return foreignAnswer(connection, action, status);
  const { profile } = connection;
  const refused: Refused = { ...asked, code: error.name, message: error.message, status, profile };
  const rule = rules.find(({ when }) => when(refused)) ?? unknownAnswer;
  const { reason = 'other', what, next, exitCode } = rule.advise(refused);
  const said = refused.message.trim().replace(/\.$/, '');
  return new Refusal(reason, what, `AWS says: ${said} (${refused.code}).`, next, exitCode);
}

/** The SDK would not even send it. */
function unsendable({ action, connection }: Asked, error: Error): UserError {
  return new UserError(
    `${action} could not be sent`,
    `The AWS SDK says: ${error.message.trim()}`,
    `Look at the region, the endpoint and the keys of profile "${connection.profile}".`,
  );
}

/** Told apart by AWS's own codes and words; the first rule that fits counts. */
const rules: { when(refused: Refused): boolean; advise(refused: Refused): Advice }[] = [
  {
    when: ({ message }) => /invalid MFA one time pass code/i.test(message),
    advise: ({ serial }) => ({
      reason: 'wrong-code',
      what: 'AWS did not accept the code',
      next: `Take the next code of ${serial ?? 'the device'}. If codes keep failing, look whether it is the right device and whether the clock of the phone is right.`,
    }),
  },
  {
    when: ({ message }) => /unable to validate MFA code/i.test(message),
    advise: ({ serial, profile }) => ({
      what: `${serial} is no MFA device of this user`,
      next: `Correct mfa_serial of profile "${profile}", or name the device: --serial ARN`,
    }),
  },
  {
    when: ({ message }) => /with session credentials/i.test(message),
    advise: ({ profile }) => ({
      what: `Profile "${profile}" holds session credentials where long-term keys are needed`,
      next: `Write the access key of the user there: aws configure --profile ${typed(profile)}`,
    }),
  },
  {
    when: ({ message }) => /Signature (expired|not yet current)/i.test(message),
    advise: () => ({
      what: 'The clock of this machine is off',
      next: 'Set it right (it must be within 15 minutes), then try again.',
    }),
  },
  {
    when: ({ code }) => code === 'InvalidClientTokenId',
    advise: ({ profile, connection }) => ({
      what: `AWS does not know the access key ${connection.credentials.accessKeyId}`,
      next: `It is deleted, inactive, or of another partition. Write a valid one: aws configure --profile ${typed(profile)}`,
    }),
  },
  {
    when: ({ code }) => code === 'SignatureDoesNotMatch',
    advise: ({ profile, connection }) => ({
      what: `The secret key of profile "${profile}" does not belong to ${connection.credentials.accessKeyId}`,
      next: `Write both anew, from one page: aws configure --profile ${typed(profile)}`,
    }),
  },
  {
    when: ({ code }) => code === 'ExpiredToken' || code === 'ExpiredTokenException',
    advise: ({ profile }) => ({
      reason: 'expired',
      what: `The session of profile "${profile}" has expired`,
      next: 'Switch to the profile that the session was made from.',
    }),
  },
  {
    when: ({ code }) => code === 'RegionDisabledException',
    advise: ({ connection }) => ({
      what: `STS is not active in ${connection.region}`,
      next: 'Choose another region: --region us-east-1',
    }),
  },
  {
    when: ({ message }) => /1 hour session limit/.test(message),
    advise: () => ({
      reason: 'chain-cap',
      what: 'A role that is assumed from a role lasts one hour at most',
      next: 'Give a shorter length: --duration 1h',
    }),
  },
  {
    when: ({ message }) => /MaxSessionDuration/.test(message),
    advise: ({ roleArn, profile }) => ({
      what: `${roleArn} does not allow sessions that long`,
      next: `Give a shorter one with --duration, or as duration_seconds of profile "${profile}".`,
    }),
  },
  {
    when: ({ code, action }) => code === 'AccessDenied' && action === 'sts:AssumeRole',
    advise: ({ roleArn }) => ({
      reason: 'no-permission',
      what: `${roleArn} may not be assumed`,
      next: 'Ask its owner whether its trust policy names you, wants MFA or an external_id, and whether your own policy allows sts:AssumeRole on it.',
    }),
  },
  {
    when: ({ message }) => /serialNumber/.test(message),
    advise: ({ serial, profile }) => ({
      what: `"${serial}" is no serial of an MFA device`,
      next: `Correct mfa_serial of profile "${profile}", or name the device: --serial ARN`,
    }),
  },
  {
    when: ({ message }) => /durationSeconds/.test(message),
    advise: () => ({
      what: 'The session length is out of range',
      next: 'Give 15 minutes to 36 hours: --duration 12h. Root may have 1 hour at most.',
    }),
  },
  {
    when: ({ code, message }) => code === 'AccessDenied' && /explicit deny/.test(message),
    advise: ({ action }) => ({
      reason: 'denied-without-mfa',
      what: `A policy denies this user ${action}`,
      next: `Policies that enforce MFA often do. Name the device, so that ${action} is not needed: --serial ARN`,
    }),
  },
  {
    when: ({ code }) => code === 'AccessDenied' || code === 'AccessDeniedException',
    advise: ({ action }) => ({
      reason: 'no-permission',
      what: `This user may not call ${action}`,
      next: `Ask an administrator to allow ${action} on the user itself.`,
    }),
  },
  {
    when: ({ code }) => /Throttl|TooManyRequests|RequestLimitExceeded/.test(code),
    advise: () => ({
      what: 'AWS is throttling these calls',
      next: 'Wait a minute, then try again.',
      exitCode: exitCodes.unreachable,
    }),
  },
  {
    when: ({ status = 0 }) => status >= 500,
    advise: ({ action }) => ({
      what: `AWS could not answer ${action}`,
      next: 'Wait a minute, then try again. https://health.aws.amazon.com shows known trouble.',
      exitCode: exitCodes.unreachable,
    }),
  },
];

const unknownAnswer = {
  advise: ({ action }: Refused): Advice => ({
    what: `AWS refused ${action}`,
    next: 'Try again with --debug to see the calls.',
  }),
};
