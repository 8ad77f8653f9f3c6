import { join } from 'node:path';
import { readState, writeState } from './state-folder.ts';

/** RFC 6238: a code lives 30 s; AWS also takes the one before and the one after. */
const windowSeconds = 30;
const rememberSeconds = 3 * windowSeconds;

/** Device serial -> its last code that AWS took, and when (epoch seconds). */
type UsedCodes = Record<string, { code: string; at: number }>;

/**
 * The codes that AWS took in the last 90 seconds, one a device. AWS takes each only once and
 * calls the second try a wrong code; from here the person hears what it really is.
 */
export class UsedCodesMemory {
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'used-codes.json');
  }

  /** Whole seconds until the device shows its next code, where this one was used; else 0. */
  async secondsToWait(serial: string, code: string, now = Date.now() / 1000): Promise<number> {
    const used = (await this.read())[serial];
    const known = used?.code === code && Math.abs(now - used.at) < rememberSeconds;
    return known ? windowSeconds - (Math.floor(now) % windowSeconds) : 0;
  }

  async remember(serial: string, code: string, now = Date.now() / 1000): Promise<void> {
    await writeState(this.file, { ...(await this.read()), [serial]: { code, at: now } });
  }

  private async read(): Promise<UsedCodes> {
    return (await readState<UsedCodes>(this.file)) ?? {};
  }
}
