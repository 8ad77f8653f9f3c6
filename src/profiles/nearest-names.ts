import { distance } from 'fastest-levenshtein';

/** Up to three known names that a person who typed `name` may have meant, the nearest first. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const typed = name.toLowerCase();
  const near = known
    .map((candidate) => ({ candidate, away: awayFrom(typed, candidate.toLowerCase()) }))
    .filter(({ away }) => away <= Math.max(2, typed.length / 3));
  near.sort((a, b) => a.away - b.away);
  return near.slice(0, 3).map(({ candidate }) => candidate);
}

function awayFrom(typed: string, candidate: string): number {
  const isPart = typed.length > 2 && candidate.includes(typed);
  return isPart ? 1 : distance(typed, candidate);
}
