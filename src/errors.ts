/** Exit statuses of every command; the shell functions pass them on. */
export const exitCodes = {
  failed: 1,
  usage: 2,
  refused: 3,
  codeNeeded: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * The only error a person sees. `what` happened, `why` (what AWS or the file said),
 * and `next`: the command to type or the thing to do. Each is plain text without a
 * final full stop in `what`; `why` and `next` may be several sentences.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    readonly what: string,
    readonly why: string,
    readonly next: string,
    readonly exitCode: ExitCode = exitCodes.failed,
  ) {
    super(`${what}: ${why}`);
  }
}

/** The person gave up (Ctrl-C, Esc): nothing is changed, nothing more is said, status 130. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}
