import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Shows a code and the seconds that it goes on living, in one line of the terminal, until
 * `stop` is aborted. Where standard error is no terminal the code is shown once.
 */
export async function showCountdown(
  current: () => Promise<{ code: string; expiresIn: number }>,
  stop: AbortSignal,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  const { isTTY } = process.stderr;
  do {
    const { code, expiresIn } = await current();
    const line = `  MFA code ${code}, ${String(Math.ceil(expiresIn)).padStart(2)} s left`;
    process.stderr.write(isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
    await (isTTY ? Promise.race([sleep(1000), stopped]) : stopped);
  } while (!stop.aborted);
  if (isTTY) process.stderr.write('\n');
}
