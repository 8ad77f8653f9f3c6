import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Person, root } from '../person.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(() => person.leave());

const exec = (script: string, env: Record<string, string> = {}) =>
  person.awskit(['exec', 'plain', '-q', '--', 'sh', '-c', script], { env });

test('the command works as the profile, and this environment stays as it is', async () => {
  const { stdout } = await exec('echo "$AWSKIT_PROFILE $AWS_REGION ${AWS_PROFILE-none} $MINE"', {
    AWS_PROFILE: 'foreign',
    AWS_SESSION_TOKEN: 'foreign',
    MINE: 'kept',
  });
  expect(stdout).toBe('plain us-west-2 none kept\n');
});

test('what its own AWS files are, the command sees too', async () => {
  const { stdout } = await exec(
    'echo "${AWS_CONFIG_FILE-unset} ${AWS_SHARED_CREDENTIALS_FILE-unset}"',
  );
  expect(stdout).toBe('unset unset\n');
});

test('arguments arrive whole, options behind -- are the command’s', async () => {
  const line = ['exec', 'plain', '-q', '--', 'printf', '<%s>', 'a b', '--help', '', '$HOME'];
  expect((await person.awskit(line)).stdout).toBe('<a b><--help><><$HOME>');
});

test.each([0, 1, 7, 255])('its status is ours: %i', async (status) => {
  expect((await exec(`exit ${status}`)).status).toBe(status);
});

test('a signal that ends it is told as shells tell it', async () => {
  expect((await exec('kill -TERM $$')).status).toBe(143);
});

test('a signal to us is passed on', async () => {
  const script = 'trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done';
  const args = ['exec', 'plain', '-q', '--', 'sh', '-c', script];
  const child = spawn(join(root, 'shell/awskit'), args, { env: person.env });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(9);
});

test('nothing runs when there are no credentials', async () => {
  const { status, stdout } = await person.awskit(['exec', 'nowhere', '--', 'echo', 'ran']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('a program that is not there, and none at all, are told', async () => {
  const missing = await person.awskit(['exec', 'plain', '--', 'no-such-program']);
  expect(missing.stderr).toContain("no-such-program can't be run");
  expect(missing.status).not.toBe(0);
  expect((await person.awskit(['exec', 'plain'])).status).toBe(2);
});
