import type { EnvChange } from './env-change.ts';
import { quotePosix } from './quote.ts';

export const shells = ['bash', 'zsh'] as const;
export type Shell = (typeof shells)[number];

/** The first words of every snippet: the functions run nothing that does not begin so. */
export const snippetStart = '\\builtin : awskit';

/**
 * Text that carries out a change when a shell function evals it: one list of commands, which
 * ends with the first that fails and gives back its status. Every variable is unset before it
 * is set, so that no attribute of an old one (integer, upper case, array) bends the new value. In
 * bash unset takes the top layer, a local of the caller for instance: it goes on until none is left.
 */
export function printSnippet(change: EnvChange, shell: Shell): string {
  const names = [...change.unset, ...Object.keys(change.set)];
  const settings = Object.entries(change.set).map(
    ([name, value]) => `${exporting[shell]} ${name}=${quotePosix(value)}`,
  );
  const unset = `\\builtin unset -v ${names.join(' ')}`;
  const left = names.map((name) => `\${${name}+x}`).join('');
  const layers =
    shell === 'bash' ? [`while [[ -n ${left} ]]; do ${unset} || \\builtin break; done`] : [];
  const commands = [snippetStart, unset, ...layers, ...settings];
  return `${commands.join(' &&\n')}\n`;
}

/** The status of a ready snippet whose time is over. */
const stale = 75;

/**
 * A snippet to be kept in a file and sourced later: it changes nothing and returns 75 from
 * `goodUntil` on (epoch seconds). It starts no process: bash 4.2 and zsh's datetime module tell
 * the time. The function that sources it has made `__awskit_now` local.
 */
export function printReady(change: EnvChange, shell: Shell, goodUntil: number): string {
  const check = `((${clock[shell]} < ${goodUntil})) || \\builtin return ${stale}`;
  const tell = shell === 'bash' ? `\\builtin printf -v __awskit_now '%(%s)T' -1 &&\n` : '';
  return `${tell}${check}\n${printSnippet(change, shell)}`;
}

const clock: Record<Shell, string> = { bash: '__awskit_now', zsh: 'EPOCHSECONDS' };

/** zsh's export is local to the function where GLOBAL_EXPORT is off. */
const exporting: Record<Shell, string> = { bash: '\\builtin export', zsh: '\\builtin typeset -gx' };
