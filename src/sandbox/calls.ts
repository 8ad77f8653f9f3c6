/** What is remembered of a call. No secret, no code and no parameter is. */
export interface RecordedCall {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  time: number;
  /** Empty when the call names none. */
  action: string;
  accessKeyId: string | undefined;
  userAgent: string | undefined;
  /** HTTP status and AWS error code of the answer; unset while and when there was none. */
  status?: number;
  code?: string;
}

const kept = 10_000;

/** The newest calls, oldest first. */
export class CallLog {
  #calls: RecordedCall[] = [];

  add(call: RecordedCall): RecordedCall {
    this.#calls.push(call);
    if (this.#calls.length > kept) this.#calls.shift();
    return call;
  }

  /** All of them, or those of one action. */
  list(action?: string): readonly RecordedCall[] {
    return action === undefined
      ? [...this.#calls]
      : this.#calls.filter((call) => call.action === action);
  }

  clear(): void {
    this.#calls = [];
  }
}
