import type { Command } from './command.ts';
import { commonOptions, type OptionName, options } from './options.ts';
import { commands } from './table.ts';

/** Help of one command. */
export function commandHelp(name: string, summary: string, command: Command): string {
  return [
    `awskit ${name}: ${summary}`,
    '',
    `Usage: awskit ${name} ${command.usage}`,
    '',
    'Options:',
    ...columns([...command.options, ...commonOptions].map(optionRow)),
    '',
    command.examples.length > 1 ? 'Examples:' : 'Example:',
    ...columns(command.examples),
    '',
  ].join('\n');
}

/** Help of awskit itself. */
export function overview(): string {
  return [
    'awskit gives your shell working AWS credentials, and takes them away again.',
    '',
    'In the shell:',
    ...columns([
      ['aws_env PROFILE', 'this shell now works as that profile'],
      ['clearaws', 'takes the AWS variables out of this shell'],
    ]),
    '',
    'Usage: awskit COMMAND [OPTION…]',
    '',
    'Commands:',
    ...columns(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    '',
    'Each command has --help. awskit --version tells the version.',
    '',
  ].join('\n');
}

function optionRow(name: OptionName): [string, string] {
  const option = options[name];
  const short = 'short' in option ? `-${option.short}, ` : '    ';
  const value = 'value' in option ? ` ${option.value}` : '';
  return [`${short}--${name}${value}`, option.summary];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
