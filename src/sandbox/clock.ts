/**
 * The one clock of a sandbox: expiry, TOTP windows, the signature's age and the Date header
 * follow it. It keeps a fixed skew to this machine's clock, or stands still once frozen.
 */
export class Clock {
  #skewMs = 0;
  #frozenMs: number | undefined;

  /** Milliseconds since the epoch, by the sandbox. */
  now(): number {
    return this.#frozenMs ?? Date.now() + this.#skewMs;
  }

  /** Moves the clock by `seconds`, backwards when negative. */
  advance(seconds: number): void {
    if (this.#frozenMs === undefined) this.#skewMs += seconds * 1000;
    else this.#frozenMs += seconds * 1000;
  }

  /** Stops the clock, at `atMs` (milliseconds since the epoch) or where it stands; `advance` still moves it. */
  freeze(atMs: number = this.now()): void {
    this.#frozenMs = atMs;
  }

  /** Lets a frozen clock run on from where it stands. */
  run(): void {
    this.#skewMs = this.now() - Date.now();
    this.#frozenMs = undefined;
  }
}
