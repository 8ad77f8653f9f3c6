import type { Call, Command } from './commands/command.ts';
import { parse } from './commands/parse.ts';
import { commands } from './commands/table.ts';
import { exitCodes, GivenUp, UserError } from './errors.ts';
import { nearestNames } from './profiles/nearest-names.ts';
import { Messages } from './terminal/messages.ts';
import { styleFor } from './terminal/style.ts';

/** argv -> one command. The only place that writes standard output and sets the exit status. */
async function main(argv: readonly string[]): Promise<void> {
  // Nobody reads what is said: no reason to stop. Nobody takes the output: there is no result.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', () => process.exit(exitCodes.failed));
  try {
    print(await outputOf(argv));
  } catch (error) {
    // Not by itself: an answer that was given up may still hold a connection open.
    process.exit(report(error, argv));
  }
}

/** Ctrl-C while no question is asked. An exit of our own lets the shell function end as it should. */
function giveUp(): void {
  messagesTo().error(new GivenUp(), stillActive());
  process.exit(exitCodes.interrupted);
}

async function outputOf([name, ...argv]: readonly string[]): Promise<string> {
  if (name === '--version' || name === '-V') return `awskit ${await version()}\n`;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return (await import('./commands/help.ts')).overview();
  }
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!row) throw unknownCommand(name);
  return await run(name, row.summary, await row.load(), argv);
}

async function run(
  name: string,
  summary: string,
  command: Command,
  argv: readonly string[],
): Promise<string> {
  const { args, options } = parse(name, command, argv);
  if (options.help) {
    const { commandHelp } = await import('./commands/help.ts');
    const help = commandHelp(name, summary, command);
    if (!command.printsSnippet) return help;
    process.stderr.write(help);
    return '';
  }
  const messages = messagesTo(options['no-color'], options.quiet);
  if (!command.handlesSignals) process.once('SIGINT', giveUp);
  const call: Call = {
    args,
    options,
    env: { ...process.env },
    messages,
    print: (text) => print(text),
  };
  return await command.run(call);
}

async function version(): Promise<string> {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  return manifest.version;
}

function unknownCommand(name: string): UserError {
  const [near] = nearestNames(name, Object.keys(commands));
  const why = near ? `Did you mean: awskit ${near}` : 'The commands are listed in the help.';
  return new UserError(`awskit has no command "${name}"`, why, 'awskit --help', exitCodes.usage);
}

function report(error: unknown, argv: readonly string[]): number {
  const messages = messagesTo(argv.includes('--no-color'), false);
  if (error instanceof GivenUp) {
    messages.error(error, stillActive());
    return exitCodes.interrupted;
  }
  const told = error instanceof UserError ? error : unforeseen(error);
  messages.error(told, stillActive());
  if (argv.includes('--debug') && error instanceof Error) print(error.stack ?? '', process.stderr);
  return told.exitCode;
}

function unforeseen(error: unknown): UserError {
  return new UserError(
    'awskit met something that it did not foresee',
    error instanceof Error ? error.message : String(error),
    'Please report it with what the same command says under --debug.',
  );
}

/** After a failed switch the shell is as it was: the person should know as whom. */
function stillActive(): string | undefined {
  const active = process.env['AWSKIT_PROFILE'];
  return active && `This shell still works as ${active}.`;
}

function messagesTo(noColor = false, quiet = false): Messages {
  const style = styleFor(process.env, process.stderr.isTTY, noColor);
  return new Messages(style, (text) => print(text, process.stderr), quiet);
}

function print(text: string, stream: NodeJS.WriteStream = process.stdout): void {
  stream.write(text);
}

await main(process.argv.slice(2));
