import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { shells } from '../../src/shell/snippet.ts';
import { awsCli } from '../interop/judges.ts';
import { Person, root } from '../person.ts';

/**
 * Times whole processes side by side: in each round every path once, so that a machine that
 * grows slow slows them all. Prints medians in milliseconds and what they come to as ratios.
 */
const rounds = Number(process.argv[2] ?? 15);
let person = await Person.arrive();
// The sandbox answers in a process of its own, as AWS would.
const main = join(root, 'dist/main.js');
const env = [main, 'env', 'smce-veda', '--shell', 'bash'];

/** A thousand switches to a live session, and a thousand times sourcing the lines that it applies. */
const inShell = (shell: string, line: string) => () =>
  run(shell, [
    '-c',
    `. '${root}shell/awskit.${shell}'; ready=$(find ~/.local -name 'smce-veda.${shell}')
    { for i in $(seq 1000); do ${line}; done; } 2>/dev/null`,
  ]);

const paths: Record<string, () => Promise<unknown>> = {
  'empty node': () => run('node', ['-e', '']),
  'new session': () => run('node', [...env, '-m', person.freshCode()]),
  'kept session': () => run('node', env),
  'sh -c :': () => run('sh', ['-c', ':']),
  'credential-process': () => person.awskit(['credential-process', 'smce-veda']),
  ...Object.fromEntries(
    shells.flatMap((shell) => [
      [`${shell}: start`, inShell(shell, ':')],
      [`${shell}: source`, inShell(shell, 'source "$ready"')],
      [`${shell}: switch`, inShell(shell, 'aws_env smce-veda')],
    ]),
  ),
  ...(awsCli ? { 'six AWS CLI starts': sixStarts } : {}),
};

/** What the older script does for a new session. */
async function sixStarts(): Promise<void> {
  const profile = ['--profile', 'smce-veda'];
  for (const key of ['aws_access_key_id', 'aws_secret_access_key', 'region']) {
    await run('aws', ['configure', 'get', key, ...profile]);
  }
  await run('aws', ['sts', 'get-caller-identity', ...profile]);
  await run('aws', ['iam', 'list-mfa-devices', '--user-name', 'smce-veda', ...profile]);
  const serial = person.user().devices[0]?.serial ?? '';
  const mfa = ['--serial-number', serial, '--token-code', person.freshCode()];
  await run('aws', ['sts', 'get-session-token', ...mfa, ...profile]);
}

async function run(program: string, args: string[]): Promise<void> {
  const { status, stderr } = await person.run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stderr}`);
}

const taken = new Map(Object.keys(paths).map((name) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++) {
  for (const [name, path] of Object.entries(paths)) {
    const start = performance.now();
    await path();
    taken.get(name)?.push(performance.now() - start);
  }
  // Another sandbox: codes are got by moving its clock, which may be 15 minutes ahead at most.
  await person.leave();
  person = await Person.arrive();
}
await person.leave();

const median = (name: string) => {
  const sorted = [...(taken.get(name) ?? [])].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
const over = (name: string) => median(name) - median('empty node');
const show = (text: string) => process.stdout.write(`${text}\n`);

const node = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout.trim();
show(`\nmedians of ${rounds} rounds, whole processes, Node ${node}`);
for (const name of taken.keys())
  show(`  ${name.padEnd(20)} ${median(name).toFixed(0).padStart(6)} ms`);
show(`  kept session: empty node + ${over('kept session').toFixed(0)} ms (budget 30)`);
show(`  new session:  empty node + ${over('new session').toFixed(0)} ms (budget 120)`);
const ratio = (a: number, b: number) => (a / b).toFixed(1);
const overStart = (shell: string, what: string) =>
  median(`${shell}: ${what}`) - median(`${shell}: start`);
for (const shell of shells) {
  const times = ratio(overStart(shell, 'switch'), overStart(shell, 'source'));
  show(`  ${shell}, live switch / sourcing its lines: ${times} (budget 3)`);
}
show(
  `  live credential-process / sh -c ':': ${ratio(median('credential-process'), median('sh -c :'))} (budget 5)`,
);
if (awsCli) {
  const times = median('six AWS CLI starts') / median('new session');
  show(`  six AWS CLI starts / new session: ${times.toFixed(1)} (budget at least 10)`);
}
