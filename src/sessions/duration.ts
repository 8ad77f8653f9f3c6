import { exitCodes, UserError } from '../errors.ts';

const shortest = 900;
const longest = 129_600;
const unitSeconds: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 };

/**
 * Seconds of a length such as `12h`, `1h30m`, `43200`. Throws UserError outside 900 to 129600,
 * the range of GetSessionToken.
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html)
 */
export function parseDuration(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : sumOfUnits(text);
  if (seconds === undefined || seconds < shortest || seconds > longest) {
    throw new UserError(
      `"${text}" is no session length`,
      seconds === undefined
        ? 'A length is written as 12h, 1h30m, 90m or in seconds: 43200.'
        : 'AWS gives sessions of 15 minutes (900) to 36 hours (129600).',
      'Try: --duration 12h',
      exitCodes.usage,
    );
  }
  return seconds;
}

function sumOfUnits(text: string): number | undefined {
  if (!/^(\d+[dhms])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)([dhms])/g);
  return [...parts].reduce(
    (sum, [, n, unit = '']) => sum + Number(n) * (unitSeconds[unit] ?? 0),
    0,
  );
}
