import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { exitCodes, GivenUp, UserError } from '../errors.ts';

/** The terminal that a person sits at, whatever standard input, output and error are bound to. */
export interface Terminal {
  input: ReadStream;
  output: WriteStream;
}

/**
 * Opens the terminal for one question and closes it behind it. Throws GivenUp when the answer
 * is Ctrl-C or Esc; `unanswerable` where there is no terminal, at once.
 */
export async function atTerminal<T>(
  unanswerable: UserError,
  question: (terminal: Terminal) => Promise<T>,
): Promise<Exclude<T, symbol>> {
  const [reading, writing] = openTerminal(unanswerable);
  const terminal = { input: new ReadStream(reading), output: new WriteStream(writing) };
  try {
    const answer = await question(terminal);
    if (typeof answer === 'symbol') throw new GivenUp();
    return answer as Exclude<T, symbol>;
  } finally {
    terminal.input.setRawMode(false);
    terminal.input.destroy();
    terminal.output.destroy();
  }
}

/** Throws `unanswerable` where no terminal belongs to this process. */
export function checkTerminal(unanswerable: UserError): void {
  for (const fd of openTerminal(unanswerable)) closeSync(fd);
}

/** What a question ends in that nobody can be asked. */
export function nobodyToAsk(what: string, next: string): UserError {
  const why = 'No terminal belongs to this process.';
  return new UserError(what, why, next, exitCodes.codeNeeded);
}

function openTerminal(unanswerable: UserError): [number, number] {
  let reading: number | undefined;
  try {
    reading = openSync('/dev/tty', 'r');
    return [reading, openSync('/dev/tty', 'w')];
  } catch {
    if (reading !== undefined) closeSync(reading);
    throw unanswerable;
  }
}
