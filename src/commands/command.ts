import type { Messages } from '../terminal/messages.ts';
import type { OptionName, OptionValues } from './options.ts';

/** What a command is called with. */
export interface Call {
  args: string[];
  options: OptionValues;
  env: Readonly<Record<string, string | undefined>>;
  messages: Messages;
  /** Writes to standard output before the command ends: for those that stay. */
  print(text: string): void;
}

export interface Command {
  /** How its arguments are typed: `<profile>`. */
  usage: string;
  /** How many arguments it takes at most. */
  maxArgs: number;
  options: readonly OptionName[];
  /** Lines to type, each with what it does. */
  examples: readonly [line: string, does: string][];
  /** Its standard output is for a shell to run, so that help may not stand there. */
  printsSnippet?: true;
  /** It ends by itself on Ctrl-C. */
  handlesSignals?: true;
  /** Gives back what belongs on standard output. Throws UserError. */
  run(call: Call): Promise<string>;
}
