import type { Call, Handler } from '../call.ts';
import type { MfaDevice } from '../mfa-device.ts';
import { page } from '../paging.ts';
import { read, required, text } from '../parameters.ts';
import { limitExceeded, noSuchEntity, Refusal } from '../refusal.ts';
import type { User } from '../user.ts';
import { targetUser, userName } from './target-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const devicesPerUser = 8;

export const serialNumber = text({ min: 9, max: 256, pattern: '[\\w+=/:,.@-]+' });
const code = text({ min: 6, max: 6, pattern: '[\\d]+' });
const codeFields = {
  UserName: required(userName),
  SerialNumber: required(serialNumber),
  AuthenticationCode1: required(code),
  AuthenticationCode2: required(code),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMfaDevices: Handler = (call) => {
  const user = targetUser(call, 'ListMFADevices');
  const { items, rest } = page(call.parameters, 'mfa-devices', user.devices);
  return {
    MFADevices: items.map(({ serial, enableDate = 0 }) => ({
      UserName: user.name,
      SerialNumber: serial,
      EnableDate: new Date(enableDate),
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const enableMfaDevice: Handler = (call) => {
  const input = read(call.parameters, codeFields);
  const user = targetUser(call, 'EnableMFADevice');
  const device = unassignedDevice(user, input.SerialNumber);
  if (user.devices.length >= devicesPerUser) {
    throw limitExceeded('MFADevicesPerUser', devicesPerUser);
  }
  if (!device.takeToEnable(input.AuthenticationCode1, input.AuthenticationCode2)) {
    throw invalidCode();
  }
  user.assign(device);
  return undefined;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export const resyncMfaDevice: Handler = (call) => {
  const input = read(call.parameters, codeFields);
  const user = targetUser(call, 'ResyncMFADevice');
  const device = ownDevice(user, input.SerialNumber);
  if (!device.takeToResync(input.AuthenticationCode1, input.AuthenticationCode2)) {
    throw invalidCode();
  }
  return undefined;
};

/** A passkey is gone with its deactivation; https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html */
export const deactivateMfaDevice: Handler = (call: Call) => {
  const { SerialNumber } = read(call.parameters, { SerialNumber: required(serialNumber) });
  const user = targetUser(call, 'DeactivateMFADevice');
  const device = ownDevice(user, SerialNumber);
  device.user = undefined;
  device.enableDate = undefined;
  if (!device.showsCodes) user.account.removeDevice(device);
  return undefined;
};

function unassignedDevice(user: User, serial: string): MfaDevice {
  const device = user.account.device(serial);
  if (!device) throw noSuchDevice(serial);
  if (device.user) {
    throw new Refusal(409, 'EntityAlreadyExists', 'MFA Device is already in use.');
  }
  return device;
}

function ownDevice(user: User, serial: string): MfaDevice {
  const device = user.account.device(serial);
  if (device?.user !== user) throw noSuchEntity('MFA Device invalid for user.');
  return device;
}

export function noSuchDevice(serial: string): Refusal {
  return noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
}

function invalidCode(): Refusal {
  return new Refusal(
    403,
    'InvalidAuthenticationCode',
    'Authentication code for device is not valid.',
  );
}
