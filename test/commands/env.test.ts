import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoWorld } from '../../src/sandbox/demo.ts';
import { exportsOf, Person } from '../person.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(() => person.leave());

const env = (...args: string[]) => person.awskit(['env', '--shell', 'bash', ...args]);

describe('a new session', () => {
  test('is exported with region, output and expiry', async () => {
    const { status, stdout } = await env('smce-veda', '-m', person.freshCode());
    expect(status).toBe(0);
    const set = exportsOf(stdout);
    expect(Object.keys(set)).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
      'AWS_DEFAULT_OUTPUT',
      'AWSKIT_PROFILE',
      'AWSKIT_EXPIRES',
    ]);
    expect(set).toMatchObject({
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_REGION: 'us-west-2',
      AWS_DEFAULT_REGION: 'us-west-2',
      AWS_DEFAULT_OUTPUT: 'json',
      AWSKIT_PROFILE: 'smce-veda',
      AWS_CREDENTIAL_EXPIRATION: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  test('lasts 12 hours by this machine’s clock, wherever the server’s stands (R1.8)', async () => {
    person.sandbox.world.clock.advance(600);
    const { stdout } = await env('smce-veda', '-m', person.freshCode());
    const left = Number(exportsOf(stdout)['AWSKIT_EXPIRES']) - Date.now() / 1000;
    expect(Math.abs(left - 43_200)).toBeLessThan(60);
  });

  test('is kept, 0600, and used again without a code (R2.12)', async () => {
    const first = await env('smce-veda', '-m', person.freshCode());
    const second = await env('smce-veda');
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain('kept session');
    expect(person.awsFiles.credentials).toContain('[smce-veda-mfasession]');
    expect(person.awsFiles.config).toContain('[profile smce-veda-mfasession]');
    expect(statSync(person.credentials).mode & 0o777).toBe(0o600);
  });

  test('replaces one with five minutes left (R4.4)', async () => {
    await env('smce-veda', '-m', person.freshCode(), '--duration', '15m');
    age(person, 601);
    const { status } = await env('smce-veda');
    expect(status).toBe(4);
  });

  test('leaves nothing on disk with --no-persist (R2.11)', async () => {
    const before = person.awsFiles;
    const { status } = await env('smce-veda', '--no-persist', '-m', person.freshCode());
    expect(status).toBe(0);
    expect(person.awsFiles).toEqual(before);
    expect(existsSync(join(person.home, '.local/state/awskit/sessions'))).toBe(false);
  });

  test('is not one of other keys in the same profile', async () => {
    await env('smce-veda', '-m', person.freshCode());
    const key = person.user().addAccessKey();
    const text = person.awsFiles.credentials
      .replace(/aws_access_key_id = AKIA\w+/, `aws_access_key_id = ${key.accessKeyId}`)
      .replace(/aws_secret_access_key = .+/, `aws_secret_access_key = ${key.secretAccessKey}`);
    writeFileSync(person.credentials, text);
    expect((await env('smce-veda')).status).toBe(4);
  });

  test('takes the code from standard input with -m -', async () => {
    const args = ['env', '--shell', 'bash', 'smce-veda', '-m', '-'];
    const { status } = await person.awskit(args, { input: `${person.freshCode()}\n` });
    expect(status).toBe(0);
  });

  test('is got with the profile’s keys, whatever the environment and [default] hold (R1.6)', async () => {
    rewrite('config', '[default]', '[default]\nuse_fips_endpoint = true');
    const args = ['env', '--shell', 'bash', 'smce-veda', '-m', person.freshCode()];
    const { status } = await person.awskit(args, {
      env: {
        AWS_ACCESS_KEY_ID: 'AKIAFOREIGN',
        AWS_SECRET_ACCESS_KEY: 'foreign',
        AWS_SESSION_TOKEN: 'foreign',
        AWS_PROFILE: 'nowhere',
        AWS_REGION: 'xx-nowhere-1',
        AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
      },
    });
    expect(status).toBe(0);
  });
});

describe('a profile without MFA', () => {
  test('works with its keys as they are (R1.9)', async () => {
    const { status, stdout } = await env('plain');
    expect(status).toBe(0);
    const set = exportsOf(stdout);
    expect(set['AWS_ACCESS_KEY_ID']).toMatch(/^AKIA/);
    expect(set).not.toHaveProperty('AWS_SESSION_TOKEN');
    expect(stdout).toMatch(/unset -v .*\bAWS_SESSION_TOKEN\b/);
  });
});

describe('a user who may not list MFA devices', () => {
  test('works with the long-term keys, and is told (nothing enforces MFA)', async () => {
    person.user('plain').policy = 'none';
    const { status, stderr } = await env('plain');
    expect(status).toBe(0);
    expect(stderr).toContain('does not let this user list MFA devices');
  });

  test('for want of MFA is told to name the device (R3.9)', async () => {
    person.user('plain').policy = 'deny-without-mfa';
    const { status, stderr, stdout } = await env('plain');
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('--serial ARN');
  });
});

test('--debug shows the calls, and no secret', async () => {
  const { stdout, stderr } = await env('smce-veda', '--debug', '-m', person.freshCode());
  expect(stderr).toMatch(/GetSessionTokenCommand: HTTP 200 after \d+ ms/);
  const { AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = exportsOf(stdout);
  expect(stderr).not.toContain(AWS_SECRET_ACCESS_KEY);
  expect(stderr).not.toContain(AWS_SESSION_TOKEN);
});

describe('a profile that holds a session', () => {
  test('works with it until it ends', async () => {
    const base = await env('smce-veda', '-m', person.freshCode());
    const { status, stdout } = await env('smce-veda-mfasession');
    expect(status).toBe(0);
    const [same, own] = [exportsOf(base.stdout), exportsOf(stdout)];
    expect(own).toEqual({
      ...same,
      AWSKIT_PROFILE: 'smce-veda-mfasession',
      AWSKIT_EXPIRES: own['AWSKIT_EXPIRES'],
    });
  });

  test('and is renewed through the one that it was made from', async () => {
    await env('smce-veda', '-m', person.freshCode());
    rewrite('credentials', /aws_session_expiry = .*/, 'aws_session_expiry = 2020-01-01T00:00:00Z');
    rmSync(join(person.home, '.local'), { recursive: true });
    expect((await env('smce-veda-mfasession')).status).toBe(4);
    expect((await env('smce-veda-mfasession', '-m', person.freshCode())).status).toBe(0);
    expect((await env('smce-veda')).stderr).toContain('kept session');
  });

  test('that nobody can renew says so when it is over', async () => {
    const session = 'aws_access_key_id = ASIA\naws_secret_access_key = x\naws_session_token = y\n';
    const over = 'aws_session_expiry = 2020-01-01T00:00:00+00:00\n';
    appendFileSync(person.credentials, `\n[foreign]\n${session}${over}`);
    const { status, stderr } = await env('foreign');
    expect(status).toBe(3);
    expect(stderr).toContain('The session in profile "foreign" is over');
  });
});

describe('the device', () => {
  test('that ListMFADevices gives is taken where no serial is written (R1.7)', async () => {
    writeFileSync(person.config, person.awsFiles.config.replace(/^mfa_serial.*\n/m, ''));
    const { status } = await env('smce-veda', '-m', person.freshCode());
    expect(status).toBe(0);
    expect(person.sandbox.world.calls.list('ListMFADevices')).toHaveLength(1);
  });

  test('among several has to be named where nobody can be asked', async () => {
    const unnamed = await env('several', '-m', '123456');
    expect(unnamed).toMatchObject({ status: 4, stdout: '' });
    const [, tablet] = person.user('several').devices;
    person.sandbox.world.clock.advance(60);
    const code = tablet?.currentCode() ?? '';
    const named = await env('several', '--serial', tablet?.serial ?? '', '-m', code);
    expect(named.status).toBe(0);
  });

  test('is not a passkey: a user with those alone is told what works', async () => {
    const world = demoWorld();
    const user = world.user('plain');
    user?.addPasskey();
    await person.leave();
    person = await Person.arrive(world);
    const { status, stderr } = await env('plain');
    expect(status).toBe(3);
    expect(stderr).toContain('Add an authenticator app');
  });
});

interface Trouble {
  trouble: string;
  status: number;
  says: RegExp;
  args?: () => string[];
  arrange?: () => unknown;
}

const troubles: Trouble[] = [
  {
    trouble: 'an unknown profile',
    args: () => ['smce-vedo'],
    status: 2,
    says: /Did you mean: smce-veda/,
  },
  { trouble: 'no profile', args: () => [], status: 2, says: /No profile is named/ },
  {
    trouble: 'a profile written [x]',
    arrange: () => appendFileSync(person.config, '\n[lost]\nregion = us-east-1\n'),
    args: () => ['lost'],
    status: 2,
    says: /Rename that section to \[profile lost\]/,
  },
  {
    trouble: 'no keys',
    arrange: () => appendFileSync(person.config, '\n[profile empty]\nregion = us-east-1\n'),
    args: () => ['empty'],
    status: 1,
    says: /"empty" has no access key/,
  },
  {
    trouble: 'half a key',
    arrange: () => appendFileSync(person.credentials, '\n[half]\naws_access_key_id = AKIA\n'),
    args: () => ['half'],
    status: 1,
    says: /no aws_secret_access_key/,
  },
  {
    trouble: 'a malformed file',
    arrange: () => appendFileSync(person.config, '\nwhat is this\n'),
    status: 1,
    says: /~\/\.aws\/config, line \d+, can't be understood/,
  },
  {
    trouble: 'a wrong code',
    args: () => ['smce-veda', '-m', '000000'],
    status: 3,
    says: /AWS did not accept the code/,
  },
  {
    trouble: 'a code of five digits',
    args: () => ['smce-veda', '-m', '12345'],
    status: 2,
    says: /this has 5 digits/,
  },
  {
    trouble: 'a code with letters behind it',
    args: () => ['smce-veda', '-m', '123456abc'],
    status: 2,
    says: /other characters/,
  },
  { trouble: 'no code and nobody to ask', status: 4, says: /An MFA code is needed/ },
  {
    trouble: 'a serial that is no device',
    args: () => ['smce-veda', '-m', '123456', '--serial', 'arn:aws:iam::123456789012:mfa/no'],
    status: 3,
    says: /mfa\/no is no MFA device of this user/,
  },
  {
    trouble: 'a key that AWS does not know',
    arrange: () => rewrite('credentials', /AKIA\w+/, 'AKIAUNKNOWN'),
    args: () => ['smce-veda', '-m', '123456'],
    status: 3,
    says: /AWS does not know the access key AKIAUNKNOWN/,
  },
  {
    trouble: 'the secret of another key',
    arrange: () =>
      rewrite('credentials', /aws_secret_access_key = .*/, 'aws_secret_access_key = x'),
    args: () => ['smce-veda', '-m', '123456'],
    status: 3,
    says: /The secret key of profile "smce-veda" does not belong to/,
  },
  {
    trouble: 'a length out of range',
    args: () => ['smce-veda', '-m', '123456', '--duration', '40h'],
    status: 2,
    says: /"40h" is no session length/,
  },
  {
    trouble: 'an endpoint that is down',
    arrange: () => person.sandbox.close(),
    args: () => ['smce-veda', '-m', '123456'],
    status: 5,
    says: /AWS could not be reached/,
  },
  {
    trouble: 'garbage for an answer',
    arrange: () => person.sandbox.world.troubles.add({ answer: 'garbage', times: 9 }),
    args: () => ['smce-veda', '-m', '123456'],
    status: 5,
    says: /something that is no answer of AWS/,
  },
  {
    trouble: 'a cut connection',
    arrange: () => person.sandbox.world.troubles.add({ answer: 'drop', times: 9 }),
    args: () => ['smce-veda', '-m', '123456'],
    status: 5,
    says: /the connection was cut/,
  },
  {
    trouble: 'a read-only credentials file',
    arrange: () => chmodSync(person.credentials, 0o400),
    args: () => ['smce-veda', '-m', person.freshCode()],
    status: 1,
    says: /credentials can't be written[\s\S]*--no-persist/,
  },
  {
    trouble: 'long-term keys under the session’s name',
    arrange: () =>
      appendFileSync(person.credentials, '\n[smce-veda-mfasession]\naws_access_key_id = AKIA\n'),
    args: () => ['smce-veda', '-m', person.freshCode()],
    status: 2,
    says: /"smce-veda-mfasession"[\s\S]*holds long-term keys/,
  },
  {
    trouble: 'an unknown option',
    args: () => ['smce-veda', '--sereal', 'x'],
    status: 2,
    says: /Did you mean --serial/,
  },
  { trouble: 'two profiles', args: () => ['Log', 'Archive'], status: 2, says: /stands in quotes/ },
];

describe('trouble', () => {
  test.each(troubles)('$trouble', async ({ args, arrange, status, says }) => {
    await arrange?.();
    const before = person.awsFiles;
    const ended = await env(...(args?.() ?? ['smce-veda']));
    expect(ended.stderr).toMatch(says);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(person.awsFiles).toEqual(before);
    expect(readdirSync(join(person.home, '.aws')).sort()).toEqual(['config', 'credentials']);
  });

  test('a code used before is refused here, with the seconds to wait', async () => {
    const code = person.freshCode();
    await env('smce-veda', '-m', code);
    const calls = person.sandbox.world.calls.list('GetSessionToken').length;
    const { status, stderr } = await env('smce-veda', '--force', '-m', code);
    expect(status).toBe(3);
    expect(stderr).toMatch(/That code has been used before[\s\S]*in \d+ s/);
    expect(person.sandbox.world.calls.list('GetSessionToken')).toHaveLength(calls);
  });

  test('a profile that works is named when the switch to another fails', async () => {
    const args = ['env', '--shell', 'bash', 'nowhere'];
    const { stderr } = await person.awskit(args, { env: { AWSKIT_PROFILE: 'plain' } });
    expect(stderr).toContain('This shell still works as plain.');
  });
});

describe('the person’s files', () => {
  test('may be symlinks: the target is written, the link stays', async () => {
    const target = join(person.home, 'dotfiles');
    renameSync(person.credentials, target);
    symlinkSync('../dotfiles', person.credentials);
    const { status } = await env('smce-veda', '-m', person.freshCode());
    expect(status).toBe(0);
    expect(lstatSync(person.credentials).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('[smce-veda-mfasession]');
  });

  test('keep their mode and are backed up, 0600 (R0.10)', async () => {
    chmodSync(person.config, 0o644);
    const before = person.awsFiles;
    await env('smce-veda', '-m', person.freshCode());
    expect(statSync(person.config).mode & 0o777).toBe(0o644);
    const backups = join(person.home, '.aws', 'backups');
    const [config, credentials] = readdirSync(backups).sort();
    expect(readFileSync(join(backups, config ?? ''), 'latin1')).toBe(before.config);
    expect(readFileSync(join(backups, credentials ?? ''), 'latin1')).toBe(before.credentials);
    expect(statSync(join(backups, config ?? '')).mode & 0o777).toBe(0o600);
    expect(statSync(backups).mode & 0o777).toBe(0o700);
  });

  test('may hold a profile with spaces and quotes in its name', async () => {
    const name = `Log "A" it's`;
    rewrite('config', '[profile smce-veda]', `[profile "Log \\"A\\" it's"]`);
    rewrite('credentials', '[smce-veda]', `[${name}]`);
    const { status, stdout } = await env(name, '-m', person.freshCode());
    expect(status).toBe(0);
    expect(stdout).toContain(`AWSKIT_PROFILE='Log "A" it'\\''s'`);
    expect(person.awsFiles.config).toContain(`[profile "Log \\"A\\" it's-mfasession"]`);
    expect((await env(name)).stdout).toBe(stdout);
  });
});

function rewrite(file: 'config' | 'credentials', from: string | RegExp, to: string): void {
  writeFileSync(
    person[file],
    person.awsFiles[file].replace(from, () => to),
    'latin1',
  );
}

/** Makes the kept session that many seconds older, in the file and in our record of it. */
function age(someone: Person, seconds: number): void {
  const sessions = join(someone.home, '.local/state/awskit/sessions');
  const record = readdirSync(sessions, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.json'),
  );
  const file = join(sessions, record ?? '');
  const known = JSON.parse(readFileSync(file, 'utf8')) as { expires: number };
  writeFileSync(file, JSON.stringify({ ...known, expires: known.expires - seconds }));
}
