import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportsOf, Person } from '../person.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(() => person.leave());

const env = (...args: string[]) => person.awskit(['env', '--shell', 'bash', ...args]);

describe('the place of a session', () => {
  test('may be chosen', async () => {
    await env('smce-veda', '--session-profile', 'mfa-auth', '-m', person.freshCode());
    expect(person.awsFiles.credentials).toContain('[mfa-auth]');
    const again = await env('smce-veda', '--session-profile', 'mfa-auth');
    expect(again.stderr).toContain('kept session');
  });

  test.each([
    ['', /--session-profile is empty/],
    ['x\n[default]\naws_access_key_id = EVIL', /No AWS tool could read that name/],
    ['foo # bar', /No AWS tool could read that name/],
    [' lead', /No AWS tool could read that name/],
    ['plain', /holds long-term keys/],
    ['customer', /a profile of its own/],
    ['several-mfasession', /the session of another profile/],
  ])('can’t be %j', async (name, says) => {
    const before = person.awsFiles;
    const code = person.freshCode();
    const { status, stdout, stderr } = await env(
      'smce-veda',
      '--session-profile',
      name,
      '-m',
      code,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(person.awsFiles).toEqual(before);
  });

  test('never gives another user’s session', async () => {
    const [phone] = person.user('several').devices;
    const code = person.freshCode('several');
    await env('several', '--serial', phone?.serial ?? '', '-m', code);
    rmSync(join(person.home, '.local'), { recursive: true });
    const { status, stdout } = await env('smce-veda', '--session-profile', 'several-mfasession');
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
  });

  test('that older tools wrote in their way is taken up and stays readable (R2.12)', async () => {
    await env('smce-veda', '-m', person.freshCode());
    rmSync(join(person.home, '.local'), { recursive: true });
    const iso = new Date(Date.now() + 3_600_000).toISOString().replace('T', ' ').slice(0, 19);
    const older = person.awsFiles.credentials
      .replace(/aws_session_expiry = .*/, `aws_session_token_expiration = ${iso}`)
      .replace('aws_session_token =', 'AWS_Session_Expiry = x\naws_session_token =');
    writeFileSync(person.credentials, older);
    const { stderr, stdout } = await env('smce-veda');
    expect(stderr).toContain('kept session');
    const left = Number(exportsOf(stdout)['AWSKIT_EXPIRES']) - Date.now() / 1000;
    expect(Math.abs(left - 3600)).toBeLessThan(60);
    await env('smce-veda', '--force', '-m', person.freshCode());
    // The AWS CLI knows no case: a twin of a key would end it for all profiles.
    expect(person.awsFiles.credentials).not.toMatch(/AWS_Session_Expiry/);
    expect(person.awsFiles.credentials.match(/aws_session_expiry/gi)).toHaveLength(1);
  });
});

describe('a switch works', () => {
  const works = async () => {
    const { status, stdout, stderr } = await env('smce-veda', '-m', person.freshCode());
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(exportsOf(stdout)['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    return stderr;
  };

  test('where our cache can’t be written', async () => {
    mkdirSync(join(person.home, '.local'));
    writeFileSync(join(person.home, '.local/state'), '');
    await works();
  });

  test('where the memory of used codes is damaged', async () => {
    mkdirSync(join(person.home, '.local/state/awskit/used-codes.json'), { recursive: true });
    await works();
  });

  test('with a profile of a very long name', async () => {
    const name = '日'.repeat(60);
    writeFileSync(person.config, person.awsFiles.config.replaceAll('smce-veda]', `X]`), 'latin1');
    writeFileSync(
      person.config,
      Buffer.from(person.awsFiles.config.replace('profile X]', `profile "${name}"]`)),
    );
    writeFileSync(
      person.credentials,
      person.awsFiles.credentials.replace('[smce-veda]', `[${name}]`),
    );
    expect((await env(name, '-m', person.freshCode())).status).toBe(0);
    expect((await env(name)).stderr).toContain('kept session');
  });

  test('beside a section that only the AWS CLI can read', async () => {
    appendFileSync(person.credentials, '\n[team #1]\naws_access_key_id = A\n');
    await works();
  });
});

describe('what is no file', () => {
  test('is empty to us, and is never replaced by one', async () => {
    const keys = /\[smce-veda\]\n(.*\n.*\n)/.exec(person.awsFiles.credentials)?.[1];
    appendFileSync(
      person.config,
      `\n[profile inline]\nendpoint_url = ${person.sandbox.url}\n${keys}`,
    );
    const serial = person.user().devices[0]?.serial ?? '';
    const args = ['env', 'inline', '--shell', 'bash', '--serial', serial, '-m', person.freshCode()];
    const run = (...more: string[]) =>
      person.awskit([...args, ...more], { env: { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' } });
    const kept = await run();
    expect(kept.status).toBe(1);
    expect(kept.stderr).toMatch(/\/dev\/null can't be written[\s\S]*--no-persist/);
    expect((await run('--no-persist')).status).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('options', () => {
  test.each([
    [['--serial', ''], /--serial is empty/],
    [['--region', ''], /--region is empty/],
    [['--duration', ''], /--duration is empty/],
    [['--profile', 'plain'], /Two profiles are named/],
    [['-m'], /-m is not given as it should be[\s\S]*It needs a value/],
  ])('%j are refused: status 2', async (options, says) => {
    const { status, stderr, stdout } = await env('smce-veda', ...options);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});

test('what nobody reads is no reason to fail', async () => {
  const line = `'${join(import.meta.dirname, '../../shell/awskit')}' env plain --shell bash`;
  const full = await person.run('sh', ['-c', `${line} 2>/dev/full >out; echo $?; wc -l <out`]);
  expect(full.stdout).toMatch(/^0\n\s*[1-9]/);
  const out = await person.run('sh', ['-c', `${line} >/dev/full; echo $?`]);
  expect(out.stdout).toBe('1\n');
  expect(out.stderr).not.toMatch(/^\s+at /m);
});
