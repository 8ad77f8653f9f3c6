import { createRequire } from 'node:module';
import { UserError } from '../errors.ts';

/**
 * What a command line of the person's settings prints on standard output. It may ask on the
 * terminal; standard error is shown. Throws UserError, without the output, where it fails.
 */
export async function outputOf(line: string, setting: string): Promise<string> {
  const { $ } = await zx();
  const quiet = $({
    nothrow: true,
    quiet: true,
    prefix: '',
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  const { exitCode, signal, stdout } = await quiet`sh -c ${line}`;
  if (exitCode === 0) return stdout;
  throw new UserError(
    `${setting} failed`,
    signal ? `Its program was ended by ${signal}.` : `Its program ended with status ${exitCode}.`,
    `Run it by itself to see why: ${line}`,
  );
}

async function zx() {
  // zx is CommonJS within: bundled into a module it looks for a global require.
  globalThis.require ??= createRequire(import.meta.url);
  return await import('zx/core');
}
