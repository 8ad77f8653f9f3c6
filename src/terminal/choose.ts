import { atTerminal, nobodyToAsk } from './terminal.ts';

/** Asks which of several. Throws GivenUp on Ctrl-C, UserError (status 4) without a terminal. */
export async function choose(message: string, names: string[], next: string): Promise<string> {
  const { select } = await import('@clack/prompts');
  const options = names.map((value) => ({ value, label: value }));
  return await atTerminal(nobodyToAsk(message, next), (terminal) =>
    select({ ...terminal, message, options }),
  );
}
