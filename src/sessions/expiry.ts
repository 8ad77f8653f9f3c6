/**
 * Epoch seconds of the time that a session's section gives: RFC 3339, also with a space for the T
 * and without a zone, as older tools write it: then it is UTC. NaN for what is no time.
 */
export function epochSeconds(text: string): number {
  const spaced = text.trim().replace(' ', 'T');
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(spaced) ? spaced : `${spaced}Z`;
  return Math.floor(Date.parse(zoned) / 1000);
}
