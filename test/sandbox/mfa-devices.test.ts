import {
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type IAMClient,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  ResyncMFADeviceCommand,
} from '@aws-sdk/client-iam';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { MfaDevice } from '../../src/sandbox/mfa-device.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, refusalOf, sandboxOf, sts } from './clients.ts';

const noon = Date.parse('2030-06-01T12:00:10Z');
const invalidCode = {
  status: 403,
  code: 'InvalidAuthenticationCode',
  message: 'Authentication code for device is not valid.',
};
const notTheirs = { status: 404, code: 'NoSuchEntity', message: 'MFA Device invalid for user.' };

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;
let client: IAMClient;

beforeEach(async () => {
  sandbox = await sandboxOf();
  sandbox.world.clock.freeze(noon);
  bob = sandbox.world.addUser({ name: 'bob' });
  key = bob.addAccessKey();
  client = iam(sandbox, key);
});

function create(VirtualMFADeviceName: string, Path?: string) {
  return client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName, Path }));
}

function enable(device: MfaDevice, first: number, second = first + 1, UserName = 'bob') {
  return client.send(
    new EnableMFADeviceCommand({
      UserName,
      SerialNumber: device.serial,
      AuthenticationCode1: device.currentCode(first),
      AuthenticationCode2: device.currentCode(second),
    }),
  );
}

function resync(device: MfaDevice, first: number, second = first + 1) {
  return client.send(
    new ResyncMFADeviceCommand({
      UserName: 'bob',
      SerialNumber: device.serial,
      AuthenticationCode1: device.currentCode(first),
      AuthenticationCode2: device.currentCode(second),
    }),
  );
}

function signIn({ serial }: MfaDevice, TokenCode: string) {
  return sts(sandbox, key).send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode }));
}

async function serials(): Promise<(string | undefined)[]> {
  const { MFADevices = [] } = await client.send(new ListMFADevicesCommand({}));
  return MFADevices.map(({ SerialNumber }) => SerialNumber);
}

describe('CreateVirtualMFADevice', () => {
  it('gives a serial number, a seed as base32 text, and a PNG', async () => {
    const { VirtualMFADevice: made } = await create('bob-phone');
    expect(made?.SerialNumber).toBe('arn:aws:iam::123456789012:mfa/bob-phone');
    expect(Buffer.from(made?.Base32StringSeed ?? []).toString()).toMatch(/^[A-Z2-7]{64}$/);
    expect(
      Buffer.from(made?.QRCodePNG ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('takes a path', async () => {
    const { VirtualMFADevice: made } = await create('phone', '/team/a/');
    expect(made?.SerialNumber).toBe('arn:aws:iam::123456789012:mfa/team/a/phone');
  });

  it('refuses a name that there is, at the same path only', async () => {
    await create('phone');
    await create('phone', '/team/');
    expect(await refusalOf(create('phone'))).toEqual({
      status: 409,
      code: 'EntityAlreadyExists',
      message: 'MFADevice entity at the same path and name already exists.',
    });
  });

  it.each([
    ['a b', undefined, 'The specified value for virtualMFADeviceName is invalid.'],
    ['phone', 'team', 'The specified value for path is invalid. It must begin and end with /'],
  ])('refuses the name %j at path %s', async (name, path, message) => {
    const refused = await refusalOf(create(name, path));
    expect(refused).toMatchObject({ status: 400, code: 'ValidationError' });
    expect(refused.message).toContain(message);
  });
});

describe('EnableMFADevice', () => {
  it('takes two codes that an authenticator app makes of the seed', async () => {
    const { VirtualMFADevice: made } = await create('phone');
    const seed = Buffer.from(made?.Base32StringSeed ?? []).toString();
    const app = new TOTP({ secret: Secret.fromBase32(seed) });
    await client.send(
      new EnableMFADeviceCommand({
        UserName: 'bob',
        SerialNumber: made?.SerialNumber,
        AuthenticationCode1: app.generate({ timestamp: noon }),
        AuthenticationCode2: app.generate({ timestamp: noon + 30_000 }),
      }),
    );
    const { MFADevices } = await client.send(new ListMFADevicesCommand({}));
    expect(MFADevices).toEqual([
      {
        UserName: 'bob',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/phone',
        EnableDate: new Date('2030-06-01T12:00:10Z'),
      },
    ]);
  });

  it.each([-2, -1, 0, 1, 2])('takes a pair that begins %i windows from now', async (first) => {
    await enable(bob.account.addVirtualDevice('phone'), first);
  });

  it.each([
    ['in the wrong order', 0, -1],
    ['the same twice', 0, 0],
    ['with one left out between them', -1, 1],
    ['too old', -3, -2],
    ['too new', 3, 4],
  ])('refuses codes %s', async (_how, first, second) => {
    const device = bob.account.addVirtualDevice('phone');
    expect(await refusalOf(enable(device, first, second))).toEqual(invalidCode);
    expect(await serials()).toEqual([]);
  });

  it('uses both codes up', async () => {
    const device = bob.account.addVirtualDevice('phone');
    await enable(device, -1);
    expect((await refusalOf(signIn(device, device.currentCode()))).status).toBe(403);
    await signIn(device, device.currentCode(1));
  });

  it('does not take a pair again after the device was deactivated', async () => {
    const device = bob.account.addVirtualDevice('phone');
    await enable(device, 0);
    await client.send(new DeactivateMFADeviceCommand({ SerialNumber: device.serial }));
    expect(await refusalOf(enable(device, 0))).toEqual(invalidCode);
    sandbox.world.clock.advance(60);
    await enable(device, 0);
  });

  it('refuses a device that is in use', async () => {
    const device = bob.addVirtualMfa();
    sandbox.world.addUser({ name: 'eve' });
    for (const user of ['bob', 'eve']) {
      expect(await refusalOf(enable(device, 0, 1, user))).toMatchObject({
        status: 409,
        code: 'EntityAlreadyExists',
      });
    }
  });

  it('enables 8 devices and no more', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) bob.addVirtualMfa(name);
    await enable(bob.account.addVirtualDevice('h'), 0);
    expect(await refusalOf(enable(bob.account.addVirtualDevice('i'), 0))).toEqual({
      status: 409,
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for MFADevicesPerUser: 8',
    });
    expect(await serials()).toHaveLength(8);
  });

  it('enables a hardware token of the account', async () => {
    const token = bob.account.addDevice('hardware', 'GAHT12345678');
    await enable(token, 0);
    expect(await serials()).toEqual(['GAHT12345678']);
  });

  it('refuses what is not there', async () => {
    const device = bob.account.addVirtualDevice('phone');
    expect(await refusalOf(enable(device, 0, 1, 'nobody'))).toEqual({
      status: 404,
      code: 'NoSuchEntity',
      message: 'The user with name nobody cannot be found.',
    });
    bob.account.removeDevice(device);
    expect(await refusalOf(enable(device, 0))).toEqual({
      status: 404,
      code: 'NoSuchEntity',
      message: `VirtualMFADevice with serial number ${device.serial} doesn't exist.`,
    });
  });

  it('wants all its parameters, codes of six digits', async () => {
    const bare = new EnableMFADeviceCommand({
      UserName: undefined,
      SerialNumber: undefined,
      AuthenticationCode1: '12345',
      AuthenticationCode2: 'abcdef',
    });
    const { message } = await refusalOf(client.send(bare));
    expect(message).toBe(
      "4 validation errors detected: Value null at 'userName' failed to satisfy constraint: Member must not be null; Value null at 'serialNumber' failed to satisfy constraint: Member must not be null; Value '12345' at 'authenticationCode1' failed to satisfy constraint: Member must have length greater than or equal to 6; Value 'abcdef' at 'authenticationCode2' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\d]+",
    );
  });
});

describe('DeactivateMFADevice', () => {
  it('leaves the device, unassigned', async () => {
    const device = bob.addVirtualMfa();
    await client.send(
      new DeactivateMFADeviceCommand({ UserName: 'bob', SerialNumber: device.serial }),
    );
    expect(await serials()).toEqual([]);
    expect((await refusalOf(signIn(device, device.currentCode()))).message).toContain(
      'unable to validate',
    );
    const { VirtualMFADevices } = await client.send(new ListVirtualMFADevicesCommand({}));
    expect(VirtualMFADevices).toEqual([{ SerialNumber: device.serial }]);
  });

  it('is the end of a passkey', async () => {
    const { serial } = bob.addPasskey('laptop');
    expect(serial).toMatch(/^arn:aws:iam::123456789012:u2f\/user\/bob\/laptop-[A-Z2-7]{26}$/);
    await client.send(new DeactivateMFADeviceCommand({ SerialNumber: serial }));
    expect(bob.account.device(serial)).toBeUndefined();
  });

  it("refuses another user's device, and one that is not there", async () => {
    const theirs = sandbox.world.addUser({ name: 'eve' }).addVirtualMfa();
    for (const SerialNumber of [theirs.serial, 'arn:aws:iam::123456789012:mfa/nothing']) {
      const command = new DeactivateMFADeviceCommand({ UserName: 'bob', SerialNumber });
      expect(await refusalOf(client.send(command))).toEqual(notTheirs);
    }
  });
});

describe('DeleteVirtualMFADevice', () => {
  const remove = (SerialNumber: string) =>
    client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));

  it('refuses a device that is in use, until it is deactivated', async () => {
    const { serial } = bob.addVirtualMfa();
    expect(await refusalOf(remove(serial))).toEqual({
      status: 409,
      code: 'DeleteConflict',
      message: 'MFA VirtualDevice in use. Must deactivate first.',
    });
    await client.send(new DeactivateMFADeviceCommand({ SerialNumber: serial }));
    await remove(serial);
    expect(await refusalOf(remove(serial))).toEqual({
      status: 404,
      code: 'NoSuchEntity',
      message: `VirtualMFADevice with serial number ${serial} doesn't exist.`,
    });
    await create('bob');
  });

  it('is for virtual devices only', async () => {
    const token = bob.account.addDevice('hardware', 'GAHT12345678');
    expect(await refusalOf(remove(token.serial))).toMatchObject({ status: 404 });
  });
});

describe('ResyncMFADevice', () => {
  it.each([3600, -3600, 80_000])('finds a device whose clock is %i s off', async (driftSeconds) => {
    const device = bob.addVirtualMfa();
    device.driftSeconds = driftSeconds;
    expect((await refusalOf(signIn(device, device.currentCode()))).status).toBe(403);
    await resync(device, -1);
    sandbox.world.clock.advance(30);
    await signIn(device, device.currentCode());
    sandbox.world.clock.advance(7200);
    await signIn(device, device.currentCode(-1));
  });

  it('goes back to the right time with the device', async () => {
    const device = bob.addVirtualMfa();
    device.driftSeconds = 3600;
    await resync(device, -1);
    device.driftSeconds = 0;
    expect((await refusalOf(signIn(device, device.currentCode()))).status).toBe(403);
    await resync(device, -1);
    sandbox.world.clock.advance(30);
    await signIn(device, device.currentCode());
  });

  it('takes no code that was used', async () => {
    const device = bob.addVirtualMfa();
    await signIn(device, device.currentCode());
    expect(await refusalOf(resync(device, -1))).toEqual(invalidCode);
    await resync(device, 1);
    expect(await refusalOf(resync(device, 1))).toEqual(invalidCode);
  });

  it('makes no used code good again when the device has gone back in time', async () => {
    const device = bob.addVirtualMfa();
    await signIn(device, device.currentCode());
    device.driftSeconds = -3600;
    await resync(device, -1);
    sandbox.world.clock.advance(3600);
    client = iam(sandbox, key);
    expect((await refusalOf(signIn(device, device.currentCode()))).status).toBe(403);
    await signIn(device, device.currentCode(1));
  });

  it('refuses a passkey', async () => {
    const command = new ResyncMFADeviceCommand({
      UserName: 'bob',
      SerialNumber: bob.addPasskey().serial,
      AuthenticationCode1: '000000',
      AuthenticationCode2: '000001',
    });
    expect(await refusalOf(client.send(command))).toEqual(invalidCode);
  });

  it.each([
    ['that are not consecutive', 0, 2],
    ['in the wrong order', 1, 0],
    ['of more than a day ago', -2900, -2899],
  ])('refuses codes %s', async (_how, first, second) => {
    expect(await refusalOf(resync(bob.addVirtualMfa(), first, second))).toEqual(invalidCode);
  });

  it('refuses a device that is not theirs', async () => {
    expect(await refusalOf(resync(bob.account.addVirtualDevice('spare'), 0))).toEqual(notTheirs);
  });
});

describe('the lists', () => {
  it('are of all kinds of devices, in the order in which they were enabled', async () => {
    const token = bob.account.addDevice('hardware', 'GAHT12345678');
    const phone = bob.addVirtualMfa();
    sandbox.world.clock.advance(1);
    bob.assign(token);
    const passkey = bob.addPasskey();
    expect(await serials()).toEqual([phone.serial, token.serial, passkey.serial]);
  });

  it('are of the user who is named', async () => {
    const theirs = sandbox.world.addUser({ name: 'eve' }).addVirtualMfa();
    bob.addVirtualMfa();
    const { MFADevices } = await client.send(new ListMFADevicesCommand({ UserName: 'eve' }));
    expect(MFADevices).toMatchObject([{ UserName: 'eve', SerialNumber: theirs.serial }]);
    const nobody = new ListMFADevicesCommand({ UserName: 'nobody' });
    expect(await refusalOf(client.send(nobody))).toMatchObject({ status: 404 });
  });

  it('of virtual devices are by assignment', async () => {
    const assigned = bob.addVirtualMfa();
    const spare = bob.account.addVirtualDevice('spare');
    bob.addHardwareMfa();
    const listed = async (AssignmentStatus?: 'Assigned' | 'Unassigned' | 'Any') => {
      const command = new ListVirtualMFADevicesCommand({ AssignmentStatus });
      const { VirtualMFADevices = [] } = await client.send(command);
      return VirtualMFADevices.map(({ SerialNumber }) => SerialNumber);
    };
    expect(await listed()).toEqual([assigned.serial, spare.serial]);
    expect(await listed('Any')).toEqual([assigned.serial, spare.serial]);
    expect(await listed('Assigned')).toEqual([assigned.serial]);
    expect(await listed('Unassigned')).toEqual([spare.serial]);
    expect(await refusalOf(listed('Both' as 'Any'))).toMatchObject({
      status: 400,
      message:
        "1 validation error detected: Value 'Both' at 'assignmentStatus' failed to satisfy constraint: Member must satisfy enum value set: [Assigned, Unassigned, Any]",
    });
  });

  it('of virtual devices tell the user and the date, and no seed', async () => {
    bob.addVirtualMfa();
    const { VirtualMFADevices } = await client.send(new ListVirtualMFADevicesCommand({}));
    expect(VirtualMFADevices).toEqual([
      {
        SerialNumber: 'arn:aws:iam::123456789012:mfa/bob',
        EnableDate: new Date('2030-06-01T12:00:10Z'),
        User: {
          Path: '/',
          UserName: 'bob',
          UserId: bob.userId,
          Arn: bob.arn,
          CreateDate: new Date('2030-06-01T12:00:10Z'),
        },
      },
    ]);
  });
});
