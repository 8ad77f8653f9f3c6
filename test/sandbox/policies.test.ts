import {
  CreateAccessKeyCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  ResyncMFADeviceCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { PolicyName } from '../../src/sandbox/policies.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, type Keys, keysOf, refusalOf, sandboxOf, sts } from './clients.ts';

const serial = 'arn:aws:iam::123456789012:mfa/bob';
const keyId = 'AKIAQQQQQQQQQQQQQQQQ';
const codes = { AuthenticationCode1: '000000', AuthenticationCode2: '000000' };

/** Each IAM call about the user itself, and what AWS names as its resource. */
const calls: Record<string, { send(client: IAMClient): Promise<unknown>; resource: string }> = {
  CreateAccessKey: {
    send: (client) => client.send(new CreateAccessKeyCommand({})),
    resource: 'user bob',
  },
  CreateVirtualMFADevice: {
    send: (client) =>
      client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'new', Path: '/p/' })),
    resource: 'arn:aws:iam::123456789012:mfa/p/new',
  },
  DeactivateMFADevice: {
    send: (client) =>
      client.send(new DeactivateMFADeviceCommand({ UserName: 'bob', SerialNumber: serial })),
    resource: 'user bob',
  },
  DeleteAccessKey: {
    send: (client) => client.send(new DeleteAccessKeyCommand({ AccessKeyId: keyId })),
    resource: 'user bob',
  },
  DeleteVirtualMFADevice: {
    send: (client) => client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial })),
    resource: serial,
  },
  EnableMFADevice: {
    send: (client) =>
      client.send(new EnableMFADeviceCommand({ UserName: 'bob', SerialNumber: serial, ...codes })),
    resource: 'user bob',
  },
  GetAccessKeyLastUsed: {
    send: (client) => client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId })),
    resource: `access key ${keyId}`,
  },
  GetUser: { send: (client) => client.send(new GetUserCommand({})), resource: 'user bob' },
  ListAccessKeys: {
    send: (client) => client.send(new ListAccessKeysCommand({ UserName: 'bob' })),
    resource: 'user bob',
  },
  ListAccountAliases: {
    send: (client) => client.send(new ListAccountAliasesCommand({})),
    resource: '*',
  },
  ListMFADevices: {
    send: (client) => client.send(new ListMFADevicesCommand({})),
    resource: 'user bob',
  },
  ListVirtualMFADevices: {
    send: (client) => client.send(new ListVirtualMFADevicesCommand({})),
    resource: 'arn:aws:iam::123456789012:mfa/',
  },
  ResyncMFADevice: {
    send: (client) =>
      client.send(new ResyncMFADeviceCommand({ UserName: 'bob', SerialNumber: serial, ...codes })),
    resource: 'user bob',
  },
  UpdateAccessKey: {
    send: (client) =>
      client.send(new UpdateAccessKeyCommand({ AccessKeyId: keyId, Status: 'Inactive' })),
    resource: 'user bob',
  },
};

/** What one may do to oneself without MFA under `mfa-enforced`. */
const selfService = [
  'CreateVirtualMFADevice',
  'EnableMFADevice',
  'GetUser',
  'ListMFADevices',
  'ListVirtualMFADevices',
  'ResyncMFADevice',
];

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;

beforeEach(async () => {
  sandbox = await sandboxOf();
  sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:10Z'));
  bob = sandbox.world.addUser({ name: 'bob' });
  key = bob.addAccessKey();
  bob.addVirtualMfa();
});

async function signedIn(): Promise<Keys> {
  const TokenCode = bob.devices[0]?.currentCode();
  const input = { SerialNumber: serial, TokenCode, DurationSeconds: 43_200 };
  return keysOf(await sts(sandbox, key).send(new GetSessionTokenCommand(input)));
}

/** The names of the calls that the policy refuses, in AWS's words. */
async function refused(keys: Keys, reason: (name: string) => string): Promise<string[]> {
  const client = iam(sandbox, keys);
  const names: string[] = [];
  for (const [name, { send, resource }] of Object.entries(calls)) {
    const message = `User: ${bob.arn} is not authorized to perform: iam:${name} on resource: ${resource}${reason(name)}`;
    const answer = await send(client).then(
      () => undefined,
      (error: { message: string; Code: string }) => error,
    );
    if (answer?.message === message && answer.Code === 'AccessDenied') names.push(name);
  }
  return names;
}

const denied = () => ' with an explicit deny in an identity-based policy';
const notAllowed = (name: string) =>
  ` because no identity-based policy allows the iam:${name} action`;

describe('a policy', () => {
  it.each<[PolicyName, string[]]>([
    ['admin', []],
    ['mfa-enforced', Object.keys(calls).filter((name) => !selfService.includes(name))],
    ['deny-without-mfa', Object.keys(calls)],
  ])('%s denies without MFA', async (policy, names) => {
    bob.policy = policy;
    expect(await refused(key, denied)).toEqual(names);
  });

  it.each<PolicyName>(['admin', 'mfa-enforced', 'deny-without-mfa'])(
    '%s denies nothing with MFA',
    async (policy) => {
      bob.policy = policy;
      const session = await signedIn();
      expect(await refused(session, denied)).toEqual([]);
      expect(await refused(session, notAllowed)).toEqual([]);
      await calls['ListAccessKeys']?.send(iam(sandbox, session));
    },
  );

  it('none allows nothing, MFA or not', async () => {
    bob.policy = 'none';
    expect(await refused(key, notAllowed)).toEqual(Object.keys(calls));
    expect(await refused(await signedIn(), notAllowed)).toEqual(Object.keys(calls));
  });

  it.each<PolicyName>(['mfa-enforced', 'deny-without-mfa', 'none'])(
    '%s leaves GetCallerIdentity and GetSessionToken',
    async (policy) => {
      bob.policy = policy;
      await sts(sandbox, key).send(new GetCallerIdentityCommand({}));
      const session = await signedIn();
      await sts(sandbox, session).send(new GetCallerIdentityCommand({}));
    },
  );

  it('lets the root user do everything', async () => {
    const { root } = bob.account;
    root.policy = 'none';
    const client = iam(sandbox, root.addAccessKey());
    await client.send(new ListMFADevicesCommand({ UserName: 'bob' }));
  });
});

describe('self-service', () => {
  it('is not for other users', async () => {
    bob.policy = 'mfa-enforced';
    sandbox.world.addUser({ name: 'eve' });
    const client = iam(sandbox, key);
    const message = (action: string, user: string) =>
      `User: ${bob.arn} is not authorized to perform: iam:${action} on resource: user ${user} with an explicit deny in an identity-based policy`;
    for (const UserName of ['eve', 'nobody']) {
      const list = await refusalOf(client.send(new ListMFADevicesCommand({ UserName })));
      expect(list).toEqual({
        status: 403,
        code: 'AccessDenied',
        message: message('ListMFADevices', UserName),
      });
      const command = new EnableMFADeviceCommand({ UserName, SerialNumber: serial, ...codes });
      const enable = await refusalOf(client.send(command));
      expect(enable.message).toBe(message('EnableMFADevice', UserName));
    }
    await iam(sandbox, await signedIn()).send(new ListMFADevicesCommand({ UserName: 'eve' }));
  });

  it('under no policy is refused for another user by that name', async () => {
    bob.policy = 'none';
    const client = iam(sandbox, key);
    const refusal = await refusalOf(client.send(new GetUserCommand({ UserName: 'eve' })));
    expect(refusal.message).toBe(
      `User: ${bob.arn} is not authorized to perform: iam:GetUser on resource: user eve because no identity-based policy allows the iam:GetUser action`,
    );
  });
});

describe('the age of an MFA sign-in', () => {
  it('may be limited: then it counts no more, though the session lives', async () => {
    bob.policy = 'mfa-enforced';
    bob.maxMfaAgeSeconds = 3600;
    const session = await signedIn();
    sandbox.world.clock.advance(3600);
    await iam(sandbox, session).send(new ListAccessKeysCommand({}));
    sandbox.world.clock.advance(1);
    const client = iam(sandbox, session);
    expect((await refusalOf(client.send(new ListAccessKeysCommand({})))).message).toBe(
      `User: ${bob.arn} is not authorized to perform: iam:ListAccessKeys on resource: user bob with an explicit deny in an identity-based policy`,
    );
    await client.send(new ListMFADevicesCommand({}));
    bob.maxMfaAgeSeconds = undefined;
    await client.send(new ListAccessKeysCommand({}));
  });
});
