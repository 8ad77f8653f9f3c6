import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
} from '@aws-sdk/client-sts';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { MfaDevice } from '../../src/sandbox/mfa-device.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, keysOf, post, refusalOf, sandboxOf, sts } from './clients.ts';

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;
let device: MfaDevice;

beforeEach(async () => {
  sandbox = await sandboxOf();
  sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:10Z'));
  bob = sandbox.world.addUser({ name: 'bob' });
  key = bob.addAccessKey();
  device = bob.addVirtualMfa();
});

function getSession(input: GetSessionTokenCommandInput = {}, keys = key) {
  return sts(sandbox, keys).send(new GetSessionTokenCommand(input));
}

const withCode = (TokenCode: string, SerialNumber = device.serial) => ({ SerialNumber, TokenCode });

describe('GetSessionToken', () => {
  it('gives credentials of the form of AWS', async () => {
    const { Credentials: found } = await getSession();
    expect(found?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(found?.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(found?.SessionToken?.length).toBeGreaterThanOrEqual(300);
    for (const character of '/+=') expect(found?.SessionToken).toContain(character);
  });

  it.each([
    [undefined, '2030-06-02T00:00:10Z'],
    [900, '2030-06-01T12:15:10Z'],
    [129_600, '2030-06-03T00:00:10Z'],
  ])('lasts as long as asked for: %s s', async (DurationSeconds, expiration) => {
    const { Credentials: found } = await getSession({ DurationSeconds });
    expect(found?.Expiration).toEqual(new Date(expiration));
  });

  it.each([
    [899, "Value '899' at 'durationSeconds'", 'greater than or equal to 900'],
    [129_601, "Value '129601' at 'durationSeconds'", 'less than or equal to 129600'],
  ])('refuses %i s', async (DurationSeconds, value, constraint) => {
    expect(await refusalOf(getSession({ DurationSeconds }))).toEqual({
      status: 400,
      code: 'ValidationError',
      message: `1 validation error detected: ${value} failed to satisfy constraint: Member must have value ${constraint}`,
    });
  });

  it('refuses a duration that is no number', async () => {
    const parameters = {
      Action: 'GetSessionToken',
      Version: '2011-06-15',
      DurationSeconds: 'long',
    };
    expect(await post(sandbox, key, parameters)).toMatchObject({
      status: 400,
      code: 'MalformedInput',
    });
  });

  it("cuts the root user's session to an hour", async () => {
    const root = sandbox.world.account().root.addAccessKey();
    for (const DurationSeconds of [undefined, 129_600]) {
      const { Credentials: found } = await getSession({ DurationSeconds }, root);
      expect(found?.Expiration).toEqual(new Date('2030-06-01T13:00:10Z'));
    }
    const { Credentials: found } = await getSession({ DurationSeconds: 900 }, root);
    expect(found?.Expiration).toEqual(new Date('2030-06-01T12:15:10Z'));
  });

  it('is not for session credentials', async () => {
    const session = keysOf(await getSession());
    expect(await refusalOf(sts(sandbox, session).send(new GetSessionTokenCommand({})))).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });
});

describe('the MFA code', () => {
  const wrong = {
    status: 403,
    code: 'AccessDenied',
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  };
  const noDevice = {
    status: 403,
    code: 'AccessDenied',
    message:
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  };

  it('is one that any authenticator app makes of the seed', async () => {
    const app = new TOTP({ secret: Secret.fromBase32(device.seedBase32) });
    const TokenCode = app.generate({ timestamp: sandbox.world.clock.now() });
    await getSession(withCode(TokenCode));
  });

  it.each([-1, 0, 1])('may be %i windows off', async (ahead) => {
    await getSession(withCode(device.currentCode(ahead)));
  });

  it.each([-2, 2])('may not be %i windows off', async (ahead) => {
    expect(await refusalOf(getSession(withCode(device.currentCode(ahead))))).toEqual(wrong);
  });

  it('may not be of another device', async () => {
    const other = bob.addVirtualMfa('other');
    expect(await refusalOf(getSession(withCode(other.currentCode())))).toEqual(wrong);
  });

  it('is good once', async () => {
    const code = device.currentCode();
    await getSession(withCode(code));
    expect(await refusalOf(getSession(withCode(code)))).toEqual(wrong);
  });

  it('is good no more when a later one was used', async () => {
    const [before, now] = [device.currentCode(-1), device.currentCode()];
    await getSession(withCode(now));
    expect(await refusalOf(getSession(withCode(before)))).toEqual(wrong);
    await getSession(withCode(device.currentCode(1)));
  });

  it('is used for its own device only', async () => {
    const other = bob.addVirtualMfa('other');
    await getSession(withCode(device.currentCode()));
    await getSession(withCode(other.currentCode(), other.serial));
  });

  it('is not used up by a refused call', async () => {
    const TokenCode = device.currentCode();
    await refusalOf(getSession({ ...withCode(TokenCode), DurationSeconds: 1 }));
    await getSession(withCode(TokenCode));
  });

  it('may come from a hardware token', async () => {
    const token = bob.addHardwareMfa();
    expect(token.serial).toMatch(/^GAHT\d{8}$/);
    await getSession(withCode(token.currentCode(), token.serial));
  });

  it.each([
    ["somebody else's", () => sandbox.world.addUser({ name: 'eve' }).addVirtualMfa().serial],
    ['a passkey', () => bob.addPasskey().serial],
    ['nobody', () => bob.account.addVirtualDevice('spare').serial],
    ['unknown', () => 'arn:aws:iam::123456789012:mfa/nothing'],
    ["the user's own ARN", () => bob.arn],
  ])('is refused for a serial number that is no device for it: %s', async (_which, serial) => {
    const refused = await refusalOf(getSession(withCode(device.currentCode(), serial())));
    expect(refused).toEqual(noDevice);
  });

  it('needs its serial number, and the other way round', async () => {
    const half = {
      status: 403,
      code: 'AccessDenied',
      message:
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    };
    expect(await refusalOf(getSession({ TokenCode: '123456' }))).toEqual(half);
    expect(await refusalOf(getSession({ SerialNumber: device.serial }))).toEqual(half);
  });

  it.each([
    ['12345', ['Member must have length greater than or equal to 6']],
    ['1234567', ['Member must have length less than or equal to 6']],
    ['12345x', ['Member must satisfy regular expression pattern: [\\d]*']],
    [
      '12 34 56',
      [
        'Member must have length less than or equal to 6',
        'Member must satisfy regular expression pattern: [\\d]*',
      ],
    ],
  ])('is six digits: %j is not', async (TokenCode, constraints) => {
    const { status, code, message } = await refusalOf(getSession(withCode(TokenCode)));
    const each = constraints.map(
      (constraint) =>
        `Value '${TokenCode}' at 'tokenCode' failed to satisfy constraint: ${constraint}`,
    );
    const count = each.length === 1 ? '1 validation error' : `${each.length} validation errors`;
    expect({ status, code }).toEqual({ status: 400, code: 'ValidationError' });
    expect(message).toBe(`${count} detected: ${each.join('; ')}`);
  });
});

describe('a session', () => {
  it('is the user', async () => {
    const session = keysOf(await getSession());
    const me = await sts(sandbox, session).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({ Arn: bob.arn, UserId: bob.userId, Account: '123456789012' });
  });

  it('needs its token, the right one', async () => {
    const session = keysOf(await getSession());
    const other = keysOf(await getSession());
    const { accessKeyId, secretAccessKey } = session;
    const noToken = { accessKeyId, secretAccessKey };
    for (const keys of [noToken, { ...session, sessionToken: other.sessionToken ?? '' }]) {
      const refused = await refusalOf(sts(sandbox, keys).send(new GetCallerIdentityCommand({})));
      expect(refused).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
    }
  });

  it('expires by the clock of the sandbox', async () => {
    const session = keysOf(await getSession({ DurationSeconds: 900 }));
    sandbox.world.clock.advance(899);
    await sts(sandbox, session).send(new GetCallerIdentityCommand({}));
    sandbox.world.clock.advance(1);
    expect(await refusalOf(sts(sandbox, session).send(new GetCallerIdentityCommand({})))).toEqual({
      status: 403,
      code: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    });
  });

  it('expires at the second that it was told to', async () => {
    sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:10.900Z'));
    const answer = await getSession({ DurationSeconds: 900 });
    expect(answer.Credentials?.Expiration).toEqual(new Date('2030-06-01T12:15:10Z'));
    sandbox.world.clock.freeze(Date.parse('2030-06-01T12:15:10Z'));
    const client = sts(sandbox, keysOf(answer));
    expect((await refusalOf(client.send(new GetCallerIdentityCommand({})))).code).toBe(
      'ExpiredToken',
    );
  });

  it('outlives the key that it was got with', async () => {
    const session = keysOf(await getSession());
    key.status = 'Inactive';
    await sts(sandbox, session).send(new GetCallerIdentityCommand({}));
  });

  it('may call IAM with MFA only', async () => {
    const without = keysOf(await getSession());
    const refused = await refusalOf(iam(sandbox, without).send(new ListAccountAliasesCommand({})));
    expect(refused).toEqual({
      status: 403,
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid',
    });
    const session = keysOf(await getSession(withCode(device.currentCode())));
    await iam(sandbox, session).send(new ListAccountAliasesCommand({}));
  });
});
