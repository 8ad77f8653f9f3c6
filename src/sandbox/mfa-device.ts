import { randomBytes } from 'node:crypto';
import { fromBase32, toBase32 } from './base32.ts';
import type { Clock } from './clock.ts';
import { codeOfWindow, windowAt, windowSeconds } from './totp.ts';
import type { User } from './user.ts';

export type MfaDeviceKind = 'virtual' | 'hardware' | 'passkey';

/** How many windows a sign-in code may be off: one before, one after. */
const signInReach = 1;
/** How far the first code may be off when a device is enabled: typing two codes takes time. */
const enableReach = 2;
/** How far a drifted device is looked for on resync: a day. */
const resyncReach = (24 * 3600) / windowSeconds;

/**
 * An MFA device, assigned to a user or (virtual and hardware ones) not.
 * A passkey has a serial number only: nothing it shows can be typed as a code.
 */
export class MfaDevice {
  user: User | undefined;
  /** When it was enabled, milliseconds since the epoch. */
  enableDate: number | undefined;
  /** How far the device's own clock runs ahead of the sandbox's, in seconds. */
  driftSeconds = 0;

  /** A passkey has none. */
  readonly #seed: Buffer | undefined;
  readonly #clock: Clock;
  readonly #usedWindows = new Set<number>();
  #newestUsed = Number.NEGATIVE_INFINITY;
  #knownOffset = 0;

  constructor(
    readonly kind: MfaDeviceKind,
    readonly serial: string,
    clock: Clock,
    seedBase32?: string,
  ) {
    this.#clock = clock;
    if (kind === 'passkey') return;
    // 40 bytes make the 64 base32 characters that IAM hands out.
    this.#seed = seedBase32 === undefined ? randomBytes(40) : fromBase32(seedBase32);
  }

  get showsCodes(): boolean {
    return this.#seed !== undefined;
  }

  /** The TOTP seed as base32 text. @throws Error for a passkey */
  get seedBase32(): string {
    return toBase32(this.#secret());
  }

  /**
   * What the device's display shows now, or `ahead` windows later.
   * @throws Error for a passkey
   */
  currentCode(ahead = 0): string {
    return codeOfWindow(this.#secret(), this.#ownWindow() + ahead);
  }

  /** Whole seconds until the display changes. */
  get secondsLeft(): number {
    const own = this.#clock.now() / 1000 + this.driftSeconds;
    return Math.ceil(windowSeconds - (own % windowSeconds));
  }

  /** Whether the code on the display has been used already. */
  get currentCodeUsed(): boolean {
    return this.#ownWindow() <= this.#newestUsed;
  }

  /**
   * Takes a sign-in code: right for a window near now and newer than every window used before
   * (RFC 6238 section 5.2: a code is accepted once). True when taken; then it counts as used.
   */
  take(code: string): boolean {
    const window = this.#windowsAround(signInReach).find(
      (candidate) =>
        candidate > this.#newestUsed &&
        !this.#usedWindows.has(candidate) &&
        this.#isCode(code, candidate),
    );
    if (window === undefined) return false;
    this.#use(window);
    return true;
  }

  /** Takes the two consecutive codes of EnableMFADevice. True when taken. */
  takeToEnable(first: string, second: string): boolean {
    return this.#takePair(first, second, enableReach);
  }

  /** Takes the two consecutive codes of ResyncMFADevice and learns the device's drift. True when taken. */
  takeToResync(first: string, second: string): boolean {
    return this.#takePair(first, second, resyncReach);
  }

  #takePair(first: string, second: string, reach: number): boolean {
    const window = this.#windowsAround(reach).find(
      (candidate) =>
        !this.#usedWindows.has(candidate) &&
        !this.#usedWindows.has(candidate + 1) &&
        this.#isCode(first, candidate) &&
        this.#isCode(second, candidate + 1),
    );
    if (window === undefined) return false;
    this.#knownOffset = this.#offsetOf(window + 1);
    this.#use(window);
    this.#use(window + 1);
    return true;
  }

  /** The second code is on the display now; one window either way is typing time, not drift. */
  #offsetOf(window: number): number {
    const off = window - windowAt(this.#clock.now());
    return Math.abs(off) <= 1 ? 0 : off;
  }

  #use(window: number): void {
    this.#usedWindows.add(window);
    this.#newestUsed = window;
  }

  #isCode(code: string, window: number): boolean {
    return this.#seed !== undefined && codeOfWindow(this.#seed, window) === code;
  }

  /** Windows from the expected one outwards, so that the nearest match wins. */
  #windowsAround(reach: number): number[] {
    const middle = windowAt(this.#clock.now()) + this.#knownOffset;
    const steps = Array.from({ length: reach }, (_, index) => index + 1);
    return [middle, ...steps.flatMap((step) => [middle - step, middle + step])];
  }

  #ownWindow(): number {
    return windowAt(this.#clock.now() + this.driftSeconds * 1000);
  }

  #secret(): Buffer {
    if (!this.#seed) throw new Error(`${this.serial} is a passkey: it has no seed or codes`);
    return this.#seed;
  }
}
