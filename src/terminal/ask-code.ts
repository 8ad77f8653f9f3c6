import type { UserError } from '../errors.ts';
import { atTerminal, checkTerminal, nobodyToAsk } from './terminal.ts';

export interface CodeQuestion {
  /** The device, by its serial. */
  serial: string;
  /** What was wrong with the code before. */
  problem?: string | undefined;
  isCode(text: string): boolean;
}

/** Throws UserError (status 4) where there is no terminal to ask for a code on. */
export function checkAskable(): void {
  checkTerminal(unanswerable());
}

/** Asks for the six digits. Throws GivenUp on Ctrl-C, UserError (status 4) without a terminal. */
export async function askCode({ serial, problem, isCode }: CodeQuestion): Promise<string> {
  const { text } = await import('@clack/prompts');
  const message = [problem, `MFA code of ${nameOf(serial)}`];
  return await atTerminal(unanswerable(), async (terminal) => {
    const answer = await text({
      ...terminal,
      message: message.filter(Boolean).join('\n'),
      validate: (typed) => (isCode((typed ?? '').trim()) ? undefined : 'Exactly six digits.'),
    });
    return typeof answer === 'string' ? answer.trim() : answer;
  });
}

function unanswerable(): UserError {
  const next = 'Give it with the command: --mfa-code 123456, or on standard input: --mfa-code -';
  return nobodyToAsk('An MFA code is needed', next);
}

/** `arn:aws:iam::123456789012:mfa/bob` -> `mfa/bob in 123456789012`; a hardware serial as it is. */
function nameOf(serial: string): string {
  const [, account, name] = /^arn:[^:]*:iam::(\d*):(.+)$/.exec(serial) ?? [];
  return name ? `${name} in ${account}` : serial;
}
