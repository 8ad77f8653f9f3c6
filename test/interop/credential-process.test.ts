import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Person, root } from '../person.ts';
import { awsCli, boto3 } from './judges.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
  const line = `credential_process = ${join(root, 'shell/awskit')} credential-process smce-veda`;
  const where = `endpoint_url = ${person.sandbox.url}\nregion = us-west-2`;
  appendFileSync(person.config, `\n[profile refreshing]\n${line}\n${where}\n`);
});
afterEach(() => person.leave());

const arn = /arn:aws:iam::123456789012:user\/science\/smce-veda/;
const env = { AWS_PROFILE: 'refreshing', AWS_EC2_METADATA_DISABLED: 'true' };
const login = () => person.awskit(['login', 'smce-veda', '-m', person.freshCode()]);
const process = () => person.awskit(['credential-process', 'smce-veda']);

describe('AWS_PROFILE of a profile with credential_process = awskit …', () => {
  test.skipIf(!awsCli)('works in the AWS CLI', async () => {
    await login();
    const { stdout } = await person.run('aws', ['sts', 'get-caller-identity'], { env });
    expect(stdout).toMatch(arn);
  });

  test.skipIf(!boto3)(
    'works in boto3, and refreshes by itself with mfa_process (R0.14)',
    async () => {
      mkdirSync(join(person.home, '.config/awskit'), { recursive: true });
      const code = person.freshCode();
      writeFileSync(
        join(person.home, '.config/awskit/config.ini'),
        `[profile smce-veda]\nmfa_process = echo ${code}\n`,
      );
      const script = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';
      const { stdout } = await person.run('python3', ['-c', script], { env });
      expect(stdout).toMatch(arn);
    },
  );
});

test('what is printed live is what is printed the slow way', async () => {
  await login();
  const live = await process();
  const slow = await person.awskit(['credential-process', 'smce-veda', '-q']);
  expect(live.stdout).toBe(slow.stdout);
  expect(JSON.parse(live.stdout)).toMatchObject({
    Version: 1,
    AccessKeyId: expect.stringMatching(/^ASIA/),
    Expiration: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test('a live answer starts no Node', async () => {
  await login();
  const node = join(person.home, 'bin');
  mkdirSync(node);
  writeFileSync(join(node, 'node'), '#!/bin/sh\necho "node was started" >&2; exit 1\n', {
    mode: 0o755,
  });
  const { status, stderr } = await person.awskit(['credential-process', 'smce-veda'], {
    env: { PATH: `${node}:${person.env['PATH']}` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('a stale answer is not given', async () => {
  await login();
  const state = join(person.home, '.local/state/awskit');
  const names = readdirSync(state, { recursive: true, encoding: 'utf8' });
  const file = join(state, names.find((name) => name.endsWith('smce-veda.json')) ?? '');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+\n.*/, '1000\nstale'));
  expect((await process()).stdout).not.toContain('stale');
});

test('without a session and somebody to ask, it fails at once: status 4, nothing on stdout', async () => {
  const { status, stdout } = await process();
  expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
});
