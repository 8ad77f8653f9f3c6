import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld, writeDemoFiles } from '../../src/sandbox/demo.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { keysOf, refusalOf, sandboxOf, sts } from './clients.ts';

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  sandbox = await sandboxOf(demoWorld());
});

afterEach(() => rmSync(folder, { recursive: true }));

const customer = 'arn:aws:iam::123456789012:role/customer';
const audit = 'arn:aws:iam::123456789012:role/customer-audit';
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the demo world', () => {
  it('has its users, with their devices', () => {
    const serials = (name: string) =>
      sandbox.world.user(name)?.devices.map(({ serial }) => serial.replace(/-\w+$/, ''));
    expect(sandbox.world.account().aliases).toHaveLength(1);
    expect(sandbox.world.user('smce-veda')?.arn).toBe(
      'arn:aws:iam::123456789012:user/science/smce-veda',
    );
    expect(serials('smce-veda')).toHaveLength(1);
    expect(serials('plain')).toEqual([]);
    expect(serials('several')).toEqual([
      'arn:aws:iam::123456789012:mfa/several',
      'arn:aws:iam::123456789012:mfa/several',
      'arn:aws:iam::123456789012:u2f/user/several/passkey',
    ]);
  });

  it('leads with one code through both roles', async () => {
    const veda = sandbox.world.user('smce-veda');
    const [key, device] = [veda?.accessKeys[0], veda?.devices[0]];
    if (!veda || !key || !device) throw new Error('the demo user is not equipped');
    const assume = (RoleArn: string, DurationSeconds: number) =>
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'demo', DurationSeconds });
    expect((await refusalOf(sts(sandbox, key).send(assume(customer, 3600)))).status).toBe(403);
    veda.policy = 'admin';
    const untrusted = await refusalOf(sts(sandbox, key).send(assume(customer, 3600)));
    expect(untrusted.message).toMatch(/on resource: arn:aws:iam::123456789012:role\/customer$/);
    veda.policy = 'mfa-enforced';
    const code = { SerialNumber: device.serial, TokenCode: device.currentCode() };
    const session = keysOf(await sts(sandbox, key).send(new GetSessionTokenCommand(code)));
    const first = keysOf(await sts(sandbox, session).send(assume(customer, 43_200)));
    await sts(sandbox, first).send(assume(audit, 3600));
    expect((await refusalOf(sts(sandbox, session).send(assume(audit, 3600)))).status).toBe(403);
  });
});

describe('the demo files', () => {
  it("are what the SDK's own loader reads", async () => {
    const { config: configFilepath, credentials: filepath } = writeDemoFiles(folder, sandbox);
    const common = { region: 'us-west-2', endpoint_url: sandbox.url };
    const keysOfUser = (name: string) => {
      const key = sandbox.world.user(name)?.accessKeys[0];
      return { aws_access_key_id: key?.accessKeyId, aws_secret_access_key: key?.secretAccessKey };
    };
    expect(await parseKnownFiles({ configFilepath, filepath, ignoreCache: true })).toEqual({
      default: common,
      'smce-veda': {
        ...common,
        ...keysOfUser('smce-veda'),
        output: 'json',
        mfa_serial: 'arn:aws:iam::123456789012:mfa/smce-veda',
      },
      plain: { ...common, ...keysOfUser('plain') },
      several: { ...common, ...keysOfUser('several') },
      customer: { ...common, role_arn: customer, source_profile: 'smce-veda' },
      'customer-audit': { ...common, role_arn: audit, source_profile: 'customer' },
    });
  });

  it('are private, in a private folder, whatever was there', () => {
    const inner = join(folder, 'deep', 'aws');
    const { config, credentials } = writeDemoFiles(inner, sandbox);
    expect([inner, config, credentials].map(mode)).toEqual(['700', '600', '600']);
    rmSync(credentials);
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    symlinkSync(elsewhere, credentials);
    writeFileSync(config, '', { mode: 0o644 });
    chmodSync(inner, 0o755);
    writeDemoFiles(inner, sandbox);
    expect([inner, config, credentials].map(mode)).toEqual(['700', '600', '600']);
    expect(statSync(elsewhere).size).toBe(4);
  });
});
