import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportsOf, Person } from '../person.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(() => person.leave());

const env = (...args: string[]) => person.awskit(['env', '--shell', 'bash', ...args]);
const calls = (action: string) => person.sandbox.world.calls.list(action).length;
const config = (text: string) => appendFileSync(person.config, `\n${text}\n`);
const endpoint = () => `endpoint_url = ${person.sandbox.url}`;

/** Writes our own settings. */
function settings(text: string): void {
  mkdirSync(join(person.home, '.config/awskit'), { recursive: true });
  writeFileSync(join(person.home, '.config/awskit/config.ini'), text);
}

describe('a role through a user with MFA', () => {
  test('takes one code for itself and for all that comes later (R4.5)', async () => {
    const first = await env('customer', '-m', person.freshCode());
    expect(first.status).toBe(0);
    expect(first.stderr).toContain('assumed-role/customer/awskit-smce-veda');
    expect((await env('smce-veda')).stderr).toContain('kept session');
    const second = await env('customer');
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain('kept role session');
    expect([calls('GetSessionToken'), calls('AssumeRole')]).toEqual([1, 1]);
  });

  test('is renewed without a code while the MFA session lives', async () => {
    await env('smce-veda', '-m', person.freshCode());
    const first = await env('customer');
    const renewed = await env('customer', '--force');
    expect([first.status, renewed.status]).toEqual([0, 0]);
    expect(renewed.stdout).not.toBe(first.stdout);
    expect(calls('GetSessionToken')).toBe(1);
  });

  test('keeps its session 0600, and none with --no-persist', async () => {
    await env('customer', '--no-persist', '-m', person.freshCode());
    const { status } = await env('customer');
    expect(status).toBe(4);
    await env('customer', '-m', person.freshCode());
    const state = join(person.home, '.local/state/awskit');
    const files = readdirSync(state, { recursive: true, withFileTypes: true });
    for (const entry of files) {
      const { mode } = statSync(join(entry.parentPath, entry.name));
      expect(mode & 0o077, entry.name).toBe(0);
    }
    expect(files.some((entry) => entry.name === 'customer.role.json')).toBe(true);
  });

  test('may be the source of another role, one hour at most', async () => {
    const { status, stdout, stderr } = await env(
      'customer-audit',
      '--duration',
      '2h',
      '-m',
      person.freshCode(),
    );
    expect(status).toBe(0);
    expect(stderr).toContain('one hour at most');
    const left = Number(exportsOf(stdout)['AWSKIT_EXPIRES']) - Date.now() / 1000;
    expect(Math.abs(left - 3600)).toBeLessThan(60);
    expect((await env('customer')).stderr).toContain('kept role session');
  });

  test('has the length, name and external ID that its section gives', async () => {
    person.sandbox.world.addRole({
      name: 'outside',
      trust: { principals: [person.user().arn], externalId: 'ours' },
      maxSessionSeconds: 7200,
    });
    const section = (extra: string) =>
      `[profile outside]\n${endpoint()}\nrole_arn = arn:aws:iam::123456789012:role/outside\nsource_profile = smce-veda\nrole_session_name = bob_at_x\nduration_seconds = 7200\n${extra}`;
    const before = person.awsFiles.config;
    config(section(''));
    const refused = await env('outside', '-m', person.freshCode());
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/role\/outside may not be assumed[\s\S]*external_id/);
    writeFileSync(person.config, `${before}\n${section('external_id = ours')}`);
    const { status, stdout, stderr } = await env('outside');
    expect(status).toBe(0);
    expect(stderr).toContain('assumed-role/outside/bob_at_x');
    const left = Number(exportsOf(stdout)['AWSKIT_EXPIRES']) - Date.now() / 1000;
    expect(Math.abs(left - 7200)).toBeLessThan(60);
  });

  test('with mfa_serial on the role uses the device of the user', async () => {
    const serial = person.user().devices[0]?.serial;
    const without = person.awsFiles.config.replace(/^mfa_serial.*\n/m, '');
    const section = `[profile r]\n${endpoint()}\nrole_arn = arn:aws:iam::123456789012:role/customer\nsource_profile = smce-veda\nmfa_serial = ${serial}\n`;
    writeFileSync(person.config, `${without}\n${section}`);
    expect((await env('r', '-m', person.freshCode())).status).toBe(0);
    expect(calls('ListMFADevices')).toBe(0);
  });

  test('gets another session of its user when AWS calls the kept one over', async () => {
    await env('smce-veda', '-m', person.freshCode());
    person.sandbox.world.clock.advance(43_300);
    const { status, stderr } = await env('customer', '-m', person.freshCode());
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('new role session, new session'),
    });
  });
});

describe('a chain that can’t be followed', () => {
  test.each([
    [
      'a loop',
      '[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\nrole_arn = y\nsource_profile = a',
      /go round in a circle[\s\S]*a -> b -> a/,
    ],
    [
      'a missing source',
      '[profile a]\nrole_arn = x\nsource_profile = gone',
      /source that does not exist[\s\S]*a -> gone/,
    ],
    ['a role without a source', '[profile a]\nrole_arn = x', /is a role without a source/],
    [
      'a source without keys',
      '[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\nregion = y',
      /"b" has no access key[\s\S]*a -> b/,
    ],
  ])('%s is told with its path', async (_, text, says) => {
    config(text);
    const { status, stdout, stderr } = await env('a');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(says);
  });

  test('a role may be its own source', async () => {
    const { accessKeyId, secretAccessKey } =
      person.user('plain').accessKeys[0] ?? person.user('plain').addAccessKey();
    person.sandbox.world.addRole({
      name: 'self',
      trust: { principals: [person.user('plain').arn] },
    });
    config(
      `[profile self]\n${endpoint()}\nrole_arn = arn:aws:iam::123456789012:role/self\nsource_profile = self`,
    );
    appendFileSync(
      person.credentials,
      `\n[self]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const { status, stderr } = await env('self');
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('assumed-role/self'),
    });
  });
});

describe('an R0 layout made by hand (R0.8)', () => {
  beforeEach(() => {
    const [key] =
      /aws_access_key_id.*\naws_secret_access_key.*\n/.exec(person.awsFiles.credentials) ?? [];
    const role =
      'role_arn = arn:aws:iam::123456789012:role/customer\nsource_profile = mfa-auth\nrole_session_name = bob_at_x_dot_com';
    writeFileSync(person.credentials, `[default]\n${key}`);
    writeFileSync(
      person.config,
      `[default]\n${endpoint()}\n${role}\nregion = us-west-2\n\n[profile mfa-auth]\n${endpoint()}\nmfa_serial = ${person.user().devices[0]?.serial}\n\n[profile acme]\n${endpoint()}\n${role}\n`,
    );
  });

  test('gets the session with the keys and keeps it in [mfa-auth] (R0.13)', async () => {
    const { status, stderr } = await env('acme', '-m', person.freshCode());
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('assumed-role/customer/bob_at_x_dot_com'),
    });
    expect(person.awsFiles.credentials).toMatch(/\[mfa-auth\]\naws_access_key_id = ASIA/);
    expect((await env('default')).stderr).toContain('assumed-role/customer');
    expect((await env('mfa-auth')).stderr).toContain('kept session');
    expect(calls('GetSessionToken')).toBe(1);
  });
});

describe('our settings', () => {
  test('name the session’s profile, its length, and who gives the code (R4.6)', async () => {
    settings(
      `[defaults]\nduration = 1h\n[profile smce-veda]\nsession_profile = mfa-veda\nmfa_process = echo ${person.freshCode()}\n`,
    );
    const { status, stdout, stderr } = await env('smce-veda');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(person.awsFiles.credentials).toContain('[mfa-veda]');
    const left = Number(exportsOf(stdout)['AWSKIT_EXPIRES']) - Date.now() / 1000;
    expect(Math.abs(left - 3600)).toBeLessThan(60);
  });

  test.each([
    ['echo 12345678', /mfa_process gave no MFA code[\s\S]*8 digits/],
    ['echo secret-words', /mfa_process gave no MFA code/],
    ['exit 3', /mfa_process failed[\s\S]*status 3/],
  ])('mfa_process = %s is refused without its output', async (program, says) => {
    settings(`[defaults]\nmfa_process = ${program}\n`);
    const { status, stderr, stdout } = await env('smce-veda');
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain('secret-words\n');
  });

  test('may say that a profile never needs MFA (R1.3)', async () => {
    settings('[profile smce-veda]\nmfa = never\n');
    const { status, stdout } = await env('smce-veda');
    expect(status).toBe(0);
    expect(exportsOf(stdout)['AWS_ACCESS_KEY_ID']).toMatch(/^AKIA/);
  });

  test('that awskit does not know are told, with the file', async () => {
    settings('[defaults]\ndurration = 1h\n');
    const { status, stderr } = await env('plain');
    expect(status).toBe(2);
    expect(stderr).toMatch(/no setting "durration"[\s\S]*~\/\.config\/awskit\/config\.ini/);
  });
});

describe('profiles of the SDK’s own providers', () => {
  test('credential_process works, also with a space in the name', async () => {
    const json = JSON.stringify({
      Version: 1,
      AccessKeyId: 'ASIAPROCESS',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: '2099-01-01T00:00:00Z',
    });
    writeFileSync(join(person.home, 'creds.json'), json);
    config(
      `[profile "Log Archive"]\nregion = us-east-1\ncredential_process = cat ${person.home}/creds.json`,
    );
    const { status, stdout, stderr } = await env('Log Archive');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(exportsOf(stdout)).toMatchObject({
      AWS_ACCESS_KEY_ID: 'ASIAPROCESS',
      AWSKIT_PROFILE: 'Log Archive',
      AWSKIT_EXPIRES: '4070908800',
    });
  });

  test('an expired SSO login says how to sign in', async () => {
    config(
      '[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://x.awsapps.com/start',
    );
    const { status, stderr } = await env('sso');
    expect(status).toBe(3);
    expect(stderr).toContain('aws sso login --profile sso');
  });
});
