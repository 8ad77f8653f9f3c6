import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes, UserError } from '../errors.ts';
import { awsFiles } from '../profiles/aws-files.ts';
import { loadProfiles } from '../profiles/profiles.ts';
import { type CurrentCode, currentCode, demoProfile } from '../sandbox/current-code.ts';
import { demoWorld, writeDemoFiles } from '../sandbox/demo.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { quotePosix } from '../shell/quote.ts';
import { showCountdown } from '../terminal/countdown.ts';
import type { Call, Command } from './command.ts';

/** `awskit sandbox`: a local STS and IAM until Ctrl-C; `awskit sandbox code`: its code now. */
export const sandbox: Command = {
  usage: '[code] [--port N]',
  handlesSignals: true,
  maxArgs: 1,
  options: ['port'],
  examples: [
    ['awskit sandbox', 'starts it, shows the lines that point a shell at it, and the code'],
    ['awskit sandbox code', 'the code of this moment, in a shell that is pointed at it'],
  ],

  async run(call) {
    if (call.args[0] === 'code') return `${(await codeHere(call)).code}\n`;
    if (call.args[0] !== undefined) throw unknownArgument(call.args[0]);
    const folder = await mkdtemp(join(tmpdir(), 'awskit-sandbox-'));
    try {
      const running = await startSandbox({ world: demoWorld(), port: portOf(call) }).catch(
        unstartable,
      );
      await serveUntilStopped(running, folder, call);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return '';
  },
};

async function serveUntilStopped(running: Sandbox, folder: string, call: Call): Promise<void> {
  const { messages, print } = call;
  const files = writeDemoFiles(folder, running);
  messages.done(`A sandbox of STS and IAM listens on ${running.url}. Ctrl-C stops it.`);
  messages.note('These two lines point a shell at it; then: aws_env smce-veda');
  print(`export AWS_CONFIG_FILE=${quotePosix(files.config)}\n`);
  print(`export AWS_SHARED_CREDENTIALS_FILE=${quotePosix(files.credentials)}\n`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort());
  }
  await showCountdown(() => currentCode(running.url, demoProfile), stop.signal);
  await running.close();
}

/** The code of the sandbox that the AWS files of this shell point at. */
async function codeHere({ env }: Call): Promise<CurrentCode> {
  const profiles = await loadProfiles(awsFiles(env));
  const url = profiles.find(demoProfile)?.settings.get('endpoint_url');
  const code = url && (await currentCode(url, demoProfile).catch(() => undefined));
  if (code) return code;
  throw new UserError(
    'This shell is not pointed at a running sandbox',
    url ? `Nothing answers at ${url}.` : 'Its AWS files are not those of a sandbox.',
    'Start one with: awskit sandbox, and type here the two lines that it shows.',
    exitCodes.unreachable,
  );
}

function portOf({ options }: Call): number {
  const port = Number(options.port ?? 0);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  const what = `"${options.port}" is no port`;
  throw new UserError(what, 'A port is a number up to 65535.', 'awskit sandbox', exitCodes.usage);
}

function unstartable(error: NodeJS.ErrnoException): never {
  throw new UserError(
    'The sandbox can’t listen',
    error.code === 'EADDRINUSE' ? 'Its port is in use.' : `The system says ${error.code}.`,
    'Leave --port out to have one that is free.',
  );
}

function unknownArgument(argument: string): UserError {
  const what = `awskit sandbox does not know "${argument}"`;
  const why = 'It takes no argument, or "code".';
  return new UserError(what, why, 'awskit sandbox --help', exitCodes.usage);
}
