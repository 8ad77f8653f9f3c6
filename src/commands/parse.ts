import { parseArgs } from 'node:util';
import { exitCodes, UserError } from '../errors.ts';
import { nearestNames } from '../profiles/nearest-names.ts';
import type { Command } from './command.ts';
import { commonOptions, type OptionValues, options } from './options.ts';

export interface Parsed {
  args: string[];
  options: OptionValues;
}

/** Arguments and options of one command. Throws UserError (status 2) for what it doesn't take. */
export function parse(name: string, command: Command, argv: readonly string[]): Parsed {
  const names = [...command.options, ...commonOptions];
  const taken = Object.fromEntries(names.map((option) => [option, options[option]]));
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: taken,
      allowPositionals: true,
    });
    const parsed = { args: positionals, options: values as OptionValues };
    if (!parsed.options.help) {
      checkCount(name, command, positionals);
      checkValues(values);
    }
    return parsed;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw misused(name, names, error as NodeJS.ErrnoException);
  }
}

function checkCount(name: string, command: Command, args: readonly string[]): void {
  if (args.length <= command.maxArgs) return;
  throw new UserError(
    `"${args[command.maxArgs]}" is one argument too many`,
    `It is called as: awskit ${name} ${command.usage}`,
    'A name with spaces stands in quotes: "Log Archive"',
    exitCodes.usage,
  );
}

/** A variable that is not set, most often: nothing may be done with the default in its place. */
function checkValues(values: Record<string, unknown>): void {
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (!empty) return;
  const what = `--${empty[0]} is empty`;
  const next = 'Give it a value, or leave it out.';
  throw new UserError(what, 'A variable in its place may not be set.', next, exitCodes.usage);
}

/** Node's parseArgs tells its errors apart by code; its words are for programmers. */
function misused(name: string, names: string[], error: NodeJS.ErrnoException): UserError {
  const typed = /'(-[^', ]*)/.exec(error.message)?.[1] ?? 'That option';
  const next = `awskit ${name} --help`;
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearestNames(typed.replace(/^-+/, ''), names);
    const hint = near.length > 0 ? `Did you mean --${near[0]}? ` : '';
    const what = `awskit ${name} has no option ${typed}`;
    return new UserError(what, `${hint}Its options are listed in its help.`, next, exitCodes.usage);
  }
  const why = /missing|ambiguous/.test(error.message) ? 'It needs a value.' : 'It takes no value.';
  return new UserError(`${typed} is not given as it should be`, why, next, exitCodes.usage);
}
