import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld, writeDemoFiles } from '../../src/sandbox/demo.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { sandboxOf } from './clients.ts';
import { isThere, type Ran, run } from './judges.ts';

const there = await isThere('aws', ['--version']);

let folder: string;
let sandbox: Sandbox;
let files: Record<string, string>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
  sandbox = await sandboxOf(demoWorld());
  const { config, credentials } = writeDemoFiles(folder, sandbox);
  files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
});

afterEach(() => rmSync(folder, { recursive: true }));

function aws(words: string, env: Record<string, string> = {}): Promise<Ran> {
  return run('aws', [...words.split(' '), '--output', 'json'], { ...files, ...env });
}

/** The answer of a call that must succeed. */
async function answer(words: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = await aws(words, env);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

/** What the CLI says of a call that must fail. */
async function complaint(words: string, env: Record<string, string> = {}): Promise<string> {
  const { status, stderr } = await aws(words, env);
  expect(status).toBeGreaterThan(0);
  return stderr.trim();
}

async function mfaSession(): Promise<Record<string, string>> {
  const device = sandbox.world.user('smce-veda')?.devices[0];
  const { Credentials } = await answer(
    `sts get-session-token --profile smce-veda --serial-number ${device?.serial} --token-code ${device?.currentCode()}`,
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
    AWS_REGION: 'us-west-2',
  };
}

describe.skipIf(!there)('the AWS CLI', () => {
  it('knows who it is', async () => {
    const user = sandbox.world.user('smce-veda');
    expect(await answer('sts get-caller-identity --profile smce-veda')).toEqual({
      UserId: user?.userId,
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/science/smce-veda',
    });
  });

  it('lists devices, aliases and keys, page by page', async () => {
    const several = sandbox.world.user('several');
    const { MFADevices } = await answer('iam list-mfa-devices --profile several --page-size 2');
    expect(MFADevices.map((device: { SerialNumber: string }) => device.SerialNumber)).toEqual(
      several?.devices.map(({ serial }) => serial),
    );
    expect(await answer('iam list-account-aliases --profile plain')).toEqual({
      AccountAliases: sandbox.world.account().aliases,
    });
    const { AccessKeyMetadata } = await answer('iam list-access-keys --profile plain');
    expect(AccessKeyMetadata).toMatchObject([{ UserName: 'plain', Status: 'Active' }]);
    expect(await answer('iam list-mfa-devices --profile plain')).toEqual({ MFADevices: [] });
  });

  it('gets a session with a code, which opens IAM', async () => {
    expect(await complaint('iam list-access-keys --profile smce-veda')).toBe(
      'An error occurred (AccessDenied) when calling the ListAccessKeys operation: User: arn:aws:iam::123456789012:user/science/smce-veda is not authorized to perform: iam:ListAccessKeys on resource: user smce-veda with an explicit deny in an identity-based policy',
    );
    const session = await mfaSession();
    const { AccessKeyMetadata } = await answer('iam list-access-keys', session);
    expect(AccessKeyMetadata).toHaveLength(1);
    const { User } = await answer('iam get-user', session);
    expect(User.Path).toBe('/science/');
  });

  it('walks a chain of roles by itself', async () => {
    const session = await mfaSession();
    const chain = `
[profile by-session]
role_arn = arn:aws:iam::123456789012:role/customer
role_session_name = cli
source_profile = session
region = us-west-2
[profile by-customer]
role_arn = arn:aws:iam::123456789012:role/customer-audit
role_session_name = cli
source_profile = by-session
region = us-west-2
[profile session]
aws_access_key_id = ${session['AWS_ACCESS_KEY_ID']}
aws_secret_access_key = ${session['AWS_SECRET_ACCESS_KEY']}
aws_session_token = ${session['AWS_SESSION_TOKEN']}
`;
    const config = join(folder, 'chain');
    writeFileSync(config, chain);
    const env = { AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL: sandbox.url };
    const { Arn } = await answer('sts get-caller-identity --profile by-customer', env);
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/customer-audit/cli');
    expect(await complaint('sts get-caller-identity --profile customer')).toContain(
      'AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::123456789012:user/science/smce-veda is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/customer',
    );
  });

  it('enrols, resyncs and removes a device', async () => {
    const seedFile = join(folder, 'seed');
    const as = '--profile plain';
    const { VirtualMFADevice } = await answer(
      `iam create-virtual-mfa-device ${as} --virtual-mfa-device-name phone --outfile ${seedFile} --bootstrap-method Base32StringSeed`,
    );
    const serial = VirtualMFADevice.SerialNumber;
    const app = new TOTP({ secret: Secret.fromBase32(readFileSync(seedFile, 'utf8')) });
    const codes = () =>
      [0, 30_000]
        .map((later) => app.generate({ timestamp: sandbox.world.clock.now() + later }))
        .map((code, index) => `--authentication-code${index + 1} ${code}`)
        .join(' ');
    const user = `--user-name plain --serial-number ${serial}`;
    await answer(`iam enable-mfa-device ${as} ${user} ${codes()}`);
    expect(await complaint(`iam enable-mfa-device ${as} ${user} ${codes()}`)).toContain(
      '(EntityAlreadyExists)',
    );
    const { MFADevices } = await answer(`iam list-mfa-devices ${as}`);
    expect(MFADevices).toMatchObject([{ UserName: 'plain', SerialNumber: serial }]);
    sandbox.world.clock.advance(90);
    await answer(`iam resync-mfa-device ${as} ${user} ${codes()}`);
    expect(
      await complaint(`iam delete-virtual-mfa-device ${as} --serial-number ${serial}`),
    ).toContain('(DeleteConflict)');
    await answer(`iam deactivate-mfa-device ${as} ${user}`);
    const { VirtualMFADevices } = await answer(
      `iam list-virtual-mfa-devices ${as} --assignment-status Unassigned`,
    );
    expect(VirtualMFADevices).toEqual([{ SerialNumber: serial }]);
    await answer(`iam delete-virtual-mfa-device ${as} --serial-number ${serial}`);
  });

  it('rotates a key', async () => {
    const old = sandbox.world.user('plain')?.accessKeys[0]?.accessKeyId;
    const { AccessKey } = await answer('iam create-access-key --profile plain');
    const fresh = {
      AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey,
      AWS_REGION: 'us-west-2',
    };
    expect(await complaint('iam create-access-key --profile plain')).toContain(
      '(LimitExceeded) when calling the CreateAccessKey operation: Cannot exceed quota for AccessKeysPerUser: 2',
    );
    await answer(`iam update-access-key --access-key-id ${old} --status Inactive`, fresh);
    expect(await complaint('sts get-caller-identity --profile plain')).toBe(
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
    );
    const used = await answer(`iam get-access-key-last-used --access-key-id ${old}`, fresh);
    expect(used).toMatchObject({ UserName: 'plain', AccessKeyLastUsed: { ServiceName: 'iam' } });
    await answer(`iam delete-access-key --access-key-id ${old}`, fresh);
  });

  it('sees its session and its signature expire', async () => {
    const session = await mfaSession();
    sandbox.world.clock.advance(-16 * 60);
    expect(await complaint('sts get-caller-identity', session)).toMatch(
      /\(SignatureDoesNotMatch\) when calling the GetCallerIdentity operation: Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 15 min\.\)$/,
    );
    sandbox.world.clock.advance(32 * 60);
    expect(await complaint('sts get-caller-identity', session)).toMatch(
      /\(SignatureDoesNotMatch\) .*: Signature expired: \w+ is now earlier than \w+ \(\w+ - 15 min\.\)$/,
    );
    sandbox.world.clock.advance(12 * 3600);
    expect(await complaint('sts get-caller-identity', session)).toBe(
      'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired',
    );
  });
});
