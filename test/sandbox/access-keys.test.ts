import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, keysOf, refusalOf, sandboxOf, sts } from './clients.ts';

const noon = '2030-06-01T12:00:10Z';

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;
let client: IAMClient;

beforeEach(async () => {
  sandbox = await sandboxOf();
  sandbox.world.clock.freeze(Date.parse(noon));
  bob = sandbox.world.addUser({ name: 'bob' });
  key = bob.addAccessKey();
  client = iam(sandbox, key);
});

const missing = (id: string) => ({
  status: 404,
  code: 'NoSuchEntity',
  message: `The Access Key with id ${id} cannot be found.`,
});

describe('CreateAccessKey', () => {
  it('makes a key that works', async () => {
    const { AccessKey: made } = await client.send(new CreateAccessKeyCommand({}));
    expect(made).toMatchObject({
      UserName: 'bob',
      Status: 'Active',
      CreateDate: new Date(noon),
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    });
    const keys = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
    };
    const me = await sts(sandbox, keys).send(new GetCallerIdentityCommand({}));
    expect(me.Arn).toBe(bob.arn);
  });

  it('makes two at most', async () => {
    await client.send(new CreateAccessKeyCommand({}));
    expect(await refusalOf(client.send(new CreateAccessKeyCommand({})))).toEqual({
      status: 409,
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    expect(bob.accessKeys).toHaveLength(2);
  });

  it('makes them for another user too', async () => {
    const eve = sandbox.world.addUser({ name: 'eve' });
    await client.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
    expect(eve.accessKeys).toHaveLength(1);
    expect(bob.accessKeys).toHaveLength(1);
  });
});

describe('ListAccessKeys', () => {
  it('tells all but the secrets', async () => {
    const second = bob.addAccessKey();
    second.status = 'Inactive';
    const { AccessKeyMetadata } = await client.send(new ListAccessKeysCommand({}));
    const common = { UserName: 'bob', CreateDate: new Date(noon) };
    expect(AccessKeyMetadata).toEqual([
      { ...common, AccessKeyId: key.accessKeyId, Status: 'Active' },
      { ...common, AccessKeyId: second.accessKeyId, Status: 'Inactive' },
    ]);
  });
});

describe('UpdateAccessKey', () => {
  it('switches a key off and on', async () => {
    const second = bob.addAccessKey();
    const set = (Status: 'Active' | 'Inactive') =>
      client.send(new UpdateAccessKeyCommand({ AccessKeyId: second.accessKeyId, Status }));
    const whoami = () => sts(sandbox, second).send(new GetCallerIdentityCommand({}));
    await set('Inactive');
    expect(await refusalOf(whoami())).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
    await set('Active');
    await whoami();
  });

  it('knows two states', async () => {
    const Status = 'Broken' as 'Active';
    const command = new UpdateAccessKeyCommand({ AccessKeyId: key.accessKeyId, Status });
    expect(await refusalOf(client.send(command))).toMatchObject({
      status: 400,
      code: 'ValidationError',
    });
  });

  it("refuses a key that is not the user's", async () => {
    const theirs = sandbox.world.addUser({ name: 'eve' }).addAccessKey();
    for (const AccessKeyId of [theirs.accessKeyId, 'AKIAQQQQQQQQQQQQQQQQ']) {
      const command = new UpdateAccessKeyCommand({ AccessKeyId, Status: 'Inactive' });
      expect(await refusalOf(client.send(command))).toEqual(missing(AccessKeyId));
    }
  });
});

describe('DeleteAccessKey', () => {
  it('deletes a key, once', async () => {
    const second = bob.addAccessKey();
    const remove = () =>
      client.send(new DeleteAccessKeyCommand({ AccessKeyId: second.accessKeyId }));
    await remove();
    expect(bob.accessKeys).toEqual([key]);
    const refused = await refusalOf(sts(sandbox, second).send(new GetCallerIdentityCommand({})));
    expect(refused.code).toBe('InvalidClientTokenId');
    expect(await refusalOf(remove())).toEqual(missing(second.accessKeyId));
  });

  it('may delete the key that signs the call', async () => {
    await client.send(new DeleteAccessKeyCommand({ AccessKeyId: key.accessKeyId }));
    const refused = await refusalOf(client.send(new GetUserCommand({})));
    expect(refused.code).toBe('InvalidClientTokenId');
  });
});

describe('GetAccessKeyLastUsed', () => {
  const lastUsed = ({ accessKeyId: AccessKeyId }: { accessKeyId: string }) =>
    client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));

  it('says so when a key was never used', async () => {
    const answer = await lastUsed(bob.addAccessKey());
    expect(answer).toMatchObject({
      UserName: 'bob',
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    });
    expect(answer.AccessKeyLastUsed?.LastUsedDate).toBeUndefined();
  });

  it('tells date, service and region of the newest use', async () => {
    const second = bob.addAccessKey();
    await iam(sandbox, second).send(new GetUserCommand({}));
    expect((await lastUsed(second)).AccessKeyLastUsed).toEqual({
      LastUsedDate: new Date(noon),
      ServiceName: 'iam',
      Region: 'us-east-1',
    });
    sandbox.world.clock.advance(60);
    client = iam(sandbox, key);
    await sts(sandbox, second, 'eu-west-1').send(new GetCallerIdentityCommand({}));
    expect((await lastUsed(second)).AccessKeyLastUsed).toEqual({
      LastUsedDate: new Date('2030-06-01T12:01:10Z'),
      ServiceName: 'sts',
      Region: 'eu-west-1',
    });
  });

  it('is not moved by wrong signatures or by sessions', async () => {
    const second = bob.addAccessKey();
    const session = keysOf(await sts(sandbox, second).send(new GetSessionTokenCommand({})));
    sandbox.world.clock.advance(60);
    client = iam(sandbox, key);
    await sts(sandbox, session).send(new GetCallerIdentityCommand({}));
    const wrong = { accessKeyId: second.accessKeyId, secretAccessKey: 'x'.repeat(40) };
    await refusalOf(sts(sandbox, wrong).send(new GetCallerIdentityCommand({})));
    expect((await lastUsed(second)).AccessKeyLastUsed?.LastUsedDate).toEqual(new Date(noon));
  });

  it('is refused for a key of nobody here', async () => {
    const stranger = sandbox.world.addUser({ account: '210987654321', name: 'eve' });
    for (const id of [stranger.addAccessKey().accessKeyId, 'AKIAQQQQQQQQQQQQQQQQ']) {
      expect(await refusalOf(lastUsed({ accessKeyId: id }))).toEqual({
        status: 403,
        code: 'AccessDenied',
        message: `User: ${bob.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`,
      });
    }
  });
});
