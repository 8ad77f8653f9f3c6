import { GetUserCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { MfaDevice } from '../../src/sandbox/mfa-device.ts';
import type { Role, Trust } from '../../src/sandbox/role.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, type Keys, keysOf, refusalOf, sandboxOf, sts } from './clients.ts';

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;
let device: MfaDevice;

beforeEach(async () => {
  sandbox = await sandboxOf();
  sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:10Z'));
  bob = sandbox.world.addUser({ name: 'bob', path: '/team/' });
  key = bob.addAccessKey();
  device = bob.addVirtualMfa();
});

function addRole(name: string, trust: Partial<Trust> = {}, more: { account?: string } = {}): Role {
  return sandbox.world.addRole({ name, trust: { principals: [bob.arn], ...trust }, ...more });
}

function assume(
  role: Role | string,
  input: Partial<AssumeRoleCommandInput> = {},
  keys: Keys = key,
) {
  const RoleArn = typeof role === 'string' ? role : role.arn;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...input });
  return sts(sandbox, keys).send(command);
}

async function mfaSession(): Promise<Keys> {
  const input = { SerialNumber: device.serial, TokenCode: device.currentCode() };
  return keysOf(await sts(sandbox, key).send(new GetSessionTokenCommand(input)));
}

function refusedTo(arn: string, role: Role | string, reason = '') {
  const roleArn = typeof role === 'string' ? role : role.arn;
  return {
    status: 403,
    code: 'AccessDenied',
    message: `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}${reason}`,
  };
}

const assumedArn = (role: string) => `arn:aws:sts::123456789012:assumed-role/${role}/session`;

describe('AssumeRole', () => {
  it('gives the credentials and the identity of the role', async () => {
    const role = sandbox.world.addRole({
      name: 'audit',
      path: '/deep/down/',
      trust: { principals: [bob.arn] },
    });
    const answer = await assume(role);
    expect(answer.AssumedRoleUser).toEqual({
      Arn: assumedArn('audit'),
      AssumedRoleId: `${role.roleId}:session`,
    });
    expect(role.roleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(answer.Credentials?.Expiration).toEqual(new Date('2030-06-01T13:00:10Z'));
    const me = await sts(sandbox, keysOf(answer)).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({
      Arn: assumedArn('audit'),
      UserId: `${role.roleId}:session`,
      Account: '123456789012',
    });
  });

  it('takes parameters that have no effect', async () => {
    await assume(addRole('audit'), {
      Policy: '{"Version":"2012-10-17","Statement":[]}',
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      Tags: [{ Key: 'a', Value: 'b' }],
      TransitiveTagKeys: ['a'],
      SourceIdentity: 'bob',
    });
  });

  it.each([
    [{ RoleSessionName: 'x' }, "Value 'x' at 'roleSessionName'", 'greater than or equal to 2'],
    [{ RoleSessionName: 'a b' }, "Value 'a b' at 'roleSessionName'", '[\\w+=,.@-]*'],
    [{ RoleSessionName: 'x'.repeat(65) }, "at 'roleSessionName'", 'less than or equal to 64'],
    [{ RoleArn: 'arn:x' }, "Value 'arn:x' at 'roleArn'", 'greater than or equal to 20'],
    [{ DurationSeconds: 899 }, "Value '899' at 'durationSeconds'", 'greater than or equal to 900'],
    [{ DurationSeconds: 43_201 }, "at 'durationSeconds'", 'less than or equal to 43200'],
    [{ ExternalId: 'x' }, "Value 'x' at 'externalId'", 'greater than or equal to 2'],
  ])('refuses %j', async (input, value, constraint) => {
    const { status, code, message } = await refusalOf(assume(addRole('audit'), input));
    expect({ status, code }).toEqual({ status: 400, code: 'ValidationError' });
    expect(message).toMatch(/^1 validation error detected: /);
    expect(message).toContain(value);
    expect(message).toContain(constraint);
  });

  it('refuses what is no ARN', async () => {
    expect(await refusalOf(assume('role/audit-of-the-customer'))).toEqual({
      status: 400,
      code: 'ValidationError',
      message: 'role/audit-of-the-customer is invalid',
    });
  });

  it('names everything that is missing', async () => {
    const bare = new AssumeRoleCommand({ RoleArn: undefined, RoleSessionName: undefined });
    const { message } = await refusalOf(sts(sandbox, key).send(bare));
    expect(message).toBe(
      "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    );
  });

  it('is not for the root user', async () => {
    const root = sandbox.world.account().root;
    const role = addRole('audit', { principals: [root.arn] });
    expect(await refusalOf(assume(role, {}, root.addAccessKey()))).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });
});

describe('the trust policy', () => {
  it('refuses whom it does not name, and a role that is not there, alike', async () => {
    const role = addRole('audit', { principals: ['arn:aws:iam::123456789012:user/eve'] });
    expect(await refusalOf(assume(role))).toEqual(refusedTo(bob.arn, role));
    const absent = 'arn:aws:iam::123456789012:role/absent';
    expect(await refusalOf(assume(absent))).toEqual(refusedTo(bob.arn, absent));
  });

  it("wants the user's ARN with its path", async () => {
    const role = addRole('audit', { principals: ['arn:aws:iam::123456789012:user/bob'] });
    expect(await refusalOf(assume(role))).toEqual(refusedTo(bob.arn, role));
  });

  it('may name the account', async () => {
    const role = addRole('audit', { principals: [bob.account.rootArn] });
    await assume(role);
    const stranger = sandbox.world.addUser({ account: '210987654321', name: 'eve' });
    const refused = await refusalOf(assume(role, {}, stranger.addAccessKey()));
    expect(refused).toEqual(refusedTo(stranger.arn, role));
  });

  it('may want an external ID', async () => {
    const role = addRole('audit', { externalId: 'right' });
    await assume(role, { ExternalId: 'right' });
    for (const input of [{}, { ExternalId: 'wrong' }]) {
      expect(await refusalOf(assume(role, input))).toEqual(refusedTo(bob.arn, role));
    }
  });

  it('may want MFA: of the session, or on the call', async () => {
    const role = addRole('audit', { mfaRequired: true });
    expect(await refusalOf(assume(role))).toEqual(refusedTo(bob.arn, role));
    const plain = keysOf(await sts(sandbox, key).send(new GetSessionTokenCommand({})));
    expect(await refusalOf(assume(role, {}, plain))).toEqual(refusedTo(bob.arn, role));
    await assume(role, {}, await mfaSession());
    sandbox.world.clock.advance(30);
    await assume(role, { SerialNumber: device.serial, TokenCode: device.currentCode() });
  });

  it('sees a wrong code before anything else', async () => {
    const role = addRole('audit', { principals: [] });
    const input = { SerialNumber: device.serial, TokenCode: device.currentCode(5) };
    expect(await refusalOf(assume(role, input))).toMatchObject({
      status: 403,
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    });
  });

  it("shares a device's used codes with GetSessionToken", async () => {
    const TokenCode = device.currentCode();
    await mfaSession();
    const role = addRole('audit', { mfaRequired: true });
    const refused = await refusalOf(assume(role, { SerialNumber: device.serial, TokenCode }));
    expect(refused.message).toContain('invalid MFA one time pass code');
  });
});

describe("the caller's own policy", () => {
  it('must allow the call, unless the role names the caller in its own account', async () => {
    bob.policy = 'none';
    await assume(addRole('named'));
    const role = addRole('by-account', { principals: [bob.account.rootArn] });
    const reason = ' because no identity-based policy allows the sts:AssumeRole action';
    expect(await refusalOf(assume(role))).toEqual(refusedTo(bob.arn, role, reason));
    const abroad = addRole('abroad', {}, { account: '210987654321' });
    expect(await refusalOf(assume(abroad))).toEqual(refusedTo(bob.arn, abroad, reason));
    bob.policy = 'admin';
    await assume(abroad);
  });

  it.each(['mfa-enforced', 'deny-without-mfa'] as const)(
    'may deny it without MFA: %s',
    async (policy) => {
      bob.policy = policy;
      const role = addRole('audit');
      const reason = ' with an explicit deny in an identity-based policy';
      expect(await refusalOf(assume(role))).toEqual(refusedTo(bob.arn, role, reason));
      await assume(role, { SerialNumber: device.serial, TokenCode: device.currentCode() });
      sandbox.world.clock.advance(30);
      await assume(role, {}, await mfaSession());
    },
  );
});

describe('the duration', () => {
  it("may be up to the role's maximum", async () => {
    const role = addRole('audit');
    role.maxSessionSeconds = 7200;
    const { Credentials } = await assume(role, { DurationSeconds: 7200 });
    expect(Credentials?.Expiration).toEqual(new Date('2030-06-01T14:00:10Z'));
    expect(await refusalOf(assume(role, { DurationSeconds: 7201 }))).toEqual({
      status: 400,
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  it('is an hour at most when roles are chained', async () => {
    const first = addRole('first');
    const second = addRole('second', { principals: [first.arn] });
    second.maxSessionSeconds = 43_200;
    const chained = keysOf(await assume(first));
    await assume(second, { DurationSeconds: 3600 }, chained);
    expect(await refusalOf(assume(second, { DurationSeconds: 3601 }, chained))).toEqual({
      status: 400,
      code: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });

  it('may be long for a role assumed from an MFA session: that is no chaining', async () => {
    const role = addRole('audit', { mfaRequired: true });
    role.maxSessionSeconds = 43_200;
    const { Credentials } = await assume(role, { DurationSeconds: 43_200 }, await mfaSession());
    expect(Credentials?.Expiration).toEqual(new Date('2030-06-02T00:00:10Z'));
  });
});

describe("a role's session", () => {
  it('does not carry MFA on to the next role', async () => {
    const first = addRole('first', { mfaRequired: true });
    const second = addRole('second', { principals: [first.arn], mfaRequired: true });
    const chained = keysOf(await assume(first, {}, await mfaSession()));
    expect(await refusalOf(assume(second, {}, chained))).toEqual(
      refusedTo(assumedArn('first'), second),
    );
  });

  it('has no MFA device of its own', async () => {
    const first = addRole('first');
    const second = addRole('second', { principals: [first.arn] });
    const input = { SerialNumber: device.serial, TokenCode: device.currentCode() };
    const refused = await refusalOf(assume(second, input, keysOf(await assume(first))));
    expect(refused.message).toContain('unable to validate MFA code');
  });

  it('cannot get a session token', async () => {
    const session = keysOf(await assume(addRole('audit')));
    const refused = await refusalOf(sts(sandbox, session).send(new GetSessionTokenCommand({})));
    expect(refused).toMatchObject({
      status: 403,
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });

  it("has the role's policy in IAM, and must name users", async () => {
    const role = addRole('audit');
    const session = keysOf(await assume(role));
    expect(await refusalOf(iam(sandbox, session).send(new GetUserCommand({})))).toEqual({
      status: 400,
      code: 'ValidationError',
      message: 'Must specify userName when calling with non-User credentials',
    });
    const { User } = await iam(sandbox, session).send(new GetUserCommand({ UserName: 'bob' }));
    expect(User?.Arn).toBe(bob.arn);
    role.policy = 'none';
    const refused = await refusalOf(iam(sandbox, session).send(new ListAccountAliasesCommand({})));
    expect(refused).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: `User: ${assumedArn('audit')} is not authorized to perform: iam:ListAccountAliases on resource: * because no identity-based policy allows the iam:ListAccountAliases action`,
    });
  });
});
