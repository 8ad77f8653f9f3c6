/** How a call goes wrong on demand. `silence` never answers; `refusal` takes status, code and message. */
export const troubleAnswers = [
  'refusal',
  'throttling',
  'unavailable',
  'garbage',
  'drop',
  'silence',
] as const;

export interface Trouble {
  answer: (typeof troubleAnswers)[number];
  /** Only calls of this action; any call without it. */
  action?: string;
  /** How many calls; default 1. */
  times?: number;
  /** HTTP status, error code and message of a `refusal` (default 500 InternalFailure). */
  status?: number;
  code?: string;
  message?: string;
}

/** The troubles that are still to come, oldest first. */
export class Troubles {
  #waiting: { trouble: Trouble; left: number }[] = [];

  add(trouble: Trouble): void {
    this.#waiting.push({ trouble, left: trouble.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The trouble that a call of `action` meets, which is one call nearer its end by that. */
  take(action: string): Trouble | undefined {
    const hit = this.#waiting.find(
      ({ trouble }) => trouble.action === undefined || trouble.action === action,
    );
    if (!hit) return undefined;
    hit.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    return hit.trouble;
  }
}
