import { createHmac } from 'node:crypto';

/** Length of a TOTP window, in seconds (RFC 6238 section 4.1). */
export const windowSeconds = 30;

/** The number of the TOTP window that `ms` (milliseconds since the epoch) lies in. */
export function windowAt(ms: number): number {
  return Math.floor(ms / 1000 / windowSeconds);
}

/**
 * The code of one window: RFC 6238 on RFC 4226 with SHA-1, as AWS's virtual MFA devices have it.
 * @param seed the shared secret's bytes
 * @param window number of the window, as `windowAt` gives it
 */
export function codeOfWindow(seed: Uint8Array, window: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(window));
  const hash = createHmac('sha1', seed).update(counter).digest();
  const start = (hash.at(-1) ?? 0) & 15;
  const number = hash.readUInt32BE(start) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
