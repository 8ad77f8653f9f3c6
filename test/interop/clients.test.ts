import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportsOf, Person } from '../person.ts';
import { awsCli, boto3, moto } from './judges.ts';

let person: Person;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(() => person.leave());

/** The variables that aws_env would export, and nothing else that a client could use. */
async function exported(): Promise<Record<string, string>> {
  const args = ['env', 'smce-veda', '--shell', 'bash', '-m', person.freshCode()];
  const { stdout } = await person.awskit(args);
  return { ...exportsOf(stdout), HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
}

const arn = /arn:aws:iam::123456789012:user\/science\/smce-veda/;
const whoAmI = `import boto3, sys; print(boto3.client("sts", endpoint_url=sys.argv[1]).get_caller_identity()["Arn"])`;

describe('an independent client with only the exported variables', () => {
  test.skipIf(!awsCli)('AWS CLI', async () => {
    const env = await exported();
    const asked = ['sts', 'get-caller-identity', '--endpoint-url', person.sandbox.url];
    expect((await person.run('aws', asked, { env })).stdout).toMatch(arn);
  });

  test.skipIf(!boto3)('boto3', async () => {
    const env = await exported();
    const { stdout } = await person.run('python3', ['-c', whoAmI, person.sandbox.url], { env });
    expect(stdout).toMatch(arn);
  });
});

describe('the kept session, named with --profile', () => {
  test.skipIf(!awsCli)('works in the AWS CLI', async () => {
    await exported();
    const asked = ['sts', 'get-caller-identity', '--profile', 'smce-veda-mfasession'];
    expect((await person.run('aws', asked)).stdout).toMatch(arn);
  });
});

describe.skipIf(!moto)('moto in place of AWS', () => {
  let server: ChildProcess;
  let url: string;

  beforeEach(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await answering(url);
  });
  afterEach(() => server.kill());

  test.each([
    ['with the serial written', true],
    ['with the device found', false],
  ])('a session is got and used, %s', async (_, written) => {
    const { key, serial } = await userWithMfa(url);
    writeFileSync(
      person.config,
      `[profile moto]\nregion = us-east-1\nendpoint_url = ${url}\n${written ? `mfa_serial = ${serial}\n` : ''}`,
    );
    writeFileSync(
      person.credentials,
      `[moto]\naws_access_key_id = ${key.AccessKeyId}\naws_secret_access_key = ${key.SecretAccessKey}\n`,
    );
    const args = ['env', 'moto', '--shell', 'bash', '-m', '123456'];
    const { stdout, stderr } = await person.awskit(args);
    expect(stderr).toContain('new session');
    const env = exportsOf(stdout);
    expect(env).toHaveProperty('AWS_SESSION_TOKEN');
    const client = await person.run('python3', ['-c', whoAmI, url], { env });
    expect(client.stdout).toMatch(/^arn:aws:/);
  });
});

async function userWithMfa(endpoint: string) {
  const credentials = { accessKeyId: 'AKIAADMIN', secretAccessKey: 'admin' };
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  const UserName = 'bob';
  await iam.send(new CreateUserCommand({ UserName, Path: '/team/' }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const created = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }),
  );
  const SerialNumber = created.VirtualMFADevice?.SerialNumber ?? '';
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  return { key: key ?? {}, serial: SerialNumber } as {
    key: { AccessKeyId?: string; SecretAccessKey?: string };
    serial: string;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (Date.now() < giveUp) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}
