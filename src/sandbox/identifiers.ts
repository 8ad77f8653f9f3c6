import { randomBytes, randomInt } from 'node:crypto';

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function letters(count: number): string {
  return Array.from({ length: count }, () => base32Letters.charAt(randomInt(32))).join('');
}

/**
 * A unique ID with its kind's prefix
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
 */
export function uniqueId(prefix: 'AIDA' | 'AROA' | 'AKIA' | 'ASIA'): string {
  const isKey = prefix === 'AKIA' || prefix === 'ASIA';
  return prefix + letters(isKey ? 16 : 17);
}

/** A secret access key: 40 characters of base64. */
export function secretAccessKey(): string {
  return randomBytes(30).toString('base64');
}

// The bits of `++++` and `////`, and a length that leaves `=` at the end: a token has them all.
const awkwardBytes = Buffer.from('fbefbeffffff', 'hex');

/** A session token: opaque, over 300 characters, with `+`, `/` and `=` in it as real ones may have. */
export function sessionToken(): string {
  const bytes = Buffer.concat([Buffer.from('origin_ec'), awkwardBytes, randomBytes(271)]);
  return `IQoJ${bytes.toString('base64')}`;
}

/** A hardware token's serial number, of the form that AWS documents: `GAHT12345678`. */
export function hardwareSerial(): string {
  return `GAHT${String(randomInt(1e8)).padStart(8, '0')}`;
}

/** What ends a passkey's serial number. */
export function passkeySuffix(): string {
  return letters(26);
}
