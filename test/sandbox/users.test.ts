import { GetUserCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { World } from '../../src/sandbox/world.ts';
import { iam, keysOf, refusalOf, sandboxOf, sts } from './clients.ts';

describe('a user', () => {
  it('has its path in its ARN, wherever that is told', async () => {
    const sandbox = await sandboxOf();
    const bob = sandbox.world.addUser({ name: 'bob', path: '/team/a/' });
    const key = bob.addAccessKey();
    const Arn = 'arn:aws:iam::123456789012:user/team/a/bob';
    const me = await sts(sandbox, key).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({ Arn, Account: '123456789012', UserId: bob.userId });
    expect(me.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
    const { User } = await iam(sandbox, key).send(new GetUserCommand({}));
    expect(User).toEqual({
      Path: '/team/a/',
      UserName: 'bob',
      UserId: bob.userId,
      Arn,
      CreateDate: new Date(Math.floor(bob.createDate / 1000) * 1000),
    });
  });

  it('is found by its name, without the path', async () => {
    const sandbox = await sandboxOf();
    sandbox.world.addUser({ name: 'eve', path: '/x/' });
    const client = iam(sandbox, sandbox.world.addUser({ name: 'bob' }).addAccessKey());
    const { User } = await client.send(new GetUserCommand({ UserName: 'eve' }));
    expect(User?.Arn).toBe('arn:aws:iam::123456789012:user/x/eve');
    const refused = await refusalOf(client.send(new GetUserCommand({ UserName: 'x/eve' })));
    expect(refused).toEqual({
      status: 400,
      code: 'ValidationError',
      message:
        'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    });
  });

  it('is known in its own account only', async () => {
    const sandbox = await sandboxOf();
    sandbox.world.addUser({ account: '210987654321', name: 'eve' });
    const client = iam(sandbox, sandbox.world.addUser({ name: 'bob' }).addAccessKey());
    expect(await refusalOf(client.send(new GetUserCommand({ UserName: 'eve' })))).toEqual({
      status: 404,
      code: 'NoSuchEntity',
      message: 'The user with name eve cannot be found.',
    });
  });
});

describe('the root user', () => {
  it('is told by the account', async () => {
    const sandbox = await sandboxOf();
    const { root } = sandbox.world.account();
    const key = root.addAccessKey();
    const Arn = 'arn:aws:iam::123456789012:root';
    const me = await sts(sandbox, key).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({ Arn, Account: '123456789012', UserId: '123456789012' });
    const { User } = await iam(sandbox, key).send(new GetUserCommand({}));
    expect(User).toMatchObject({ Arn, UserId: '123456789012' });
    expect(User?.UserName).toBeUndefined();
  });

  it('may have MFA', async () => {
    const sandbox = await sandboxOf();
    const { root } = sandbox.world.account();
    const device = root.addVirtualMfa();
    expect(device.serial).toBe('arn:aws:iam::123456789012:mfa/root-account-mfa-device');
    const key = root.addAccessKey();
    const input = { SerialNumber: device.serial, TokenCode: device.currentCode() };
    const session = keysOf(await sts(sandbox, key).send(new GetSessionTokenCommand(input)));
    const { MFADevices } = await iam(sandbox, session).send(new ListMFADevicesCommand({}));
    expect(MFADevices).toMatchObject([{ SerialNumber: device.serial }]);
  });
});

describe('a partition', () => {
  it.each([
    ['aws-us-gov', 'us-gov-east-1', 'us-gov-west-1'],
    ['aws-cn', 'cn-northwest-1', 'cn-north-1'],
    ['aws-iso', 'us-iso-west-1', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-west-1', 'us-isob-east-1'],
    ['aws-iso-e', 'eu-isoe-west-1', 'eu-isoe-west-1'],
    ['aws-iso-f', 'us-isof-east-1', 'us-isof-south-1'],
    ['aws-eusc', 'eusc-de-east-1', 'eusc-de-east-1'],
  ])('is in every ARN: %s', async (partition, region, iamRegion) => {
    const sandbox = await sandboxOf();
    const bob = sandbox.world.addUser({ account: '111122223333', partition, name: 'bob' });
    const role = sandbox.world.addRole({
      account: '111122223333',
      name: 'audit',
      trust: { principals: [bob.arn] },
    });
    const key = bob.addAccessKey();
    expect(bob.addVirtualMfa().serial).toBe(`arn:${partition}:iam::111122223333:mfa/bob`);
    const client = sts(sandbox, key, region);
    const me = await client.send(new GetCallerIdentityCommand({}));
    expect(me.Arn).toBe(`arn:${partition}:iam::111122223333:user/bob`);
    const answer = await client.send(
      new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'session' }),
    );
    expect(answer.AssumedRoleUser?.Arn).toBe(
      `arn:${partition}:sts::111122223333:assumed-role/audit/session`,
    );
    await iam(sandbox, key, iamRegion).send(new GetUserCommand({}));
    expect((await refusalOf(sts(sandbox, key).send(new GetCallerIdentityCommand({})))).code).toBe(
      'InvalidClientTokenId',
    );
  });

  it('is the same for a whole account', () => {
    const world = new World();
    world.addUser({ name: 'bob' });
    expect(() => world.addUser({ partition: 'aws-cn', name: 'eve' })).toThrow(
      'is in partition aws',
    );
  });
});
