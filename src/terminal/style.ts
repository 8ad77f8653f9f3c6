import { styleText } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;
export type Format = Parameters<typeof styleText>[0];

/** How text for people looks: colours and marks, on the terminal behind standard error. */
export interface Style {
  paint(format: Format, text: string): string;
  marks: { done: string; failed: string; next: string };
}

/** Plain where NO_COLOR is set (https://no-color.org), where nobody looks, where TERM is dumb. */
export function styleFor(env: Environment, isTerminal: boolean, noColor = false): Style {
  const colored = isTerminal && !noColor && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return {
    paint: (format, text) => (colored ? styleText(format, text) : text),
    marks: showsUnicode(env)
      ? { done: '✓', failed: '✗', next: '→' }
      : { done: 'ok', failed: 'x', next: '->' },
  };
}

/** The locale that counts is the first that is set. (POSIX.1-2024, 8.2) */
function showsUnicode(env: Environment): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale);
}
